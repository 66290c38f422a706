--- Work that requests leave behind. A timer of a request's own would run in the location that the request is in, and
-- those that forward know no authorities for TLS (traffic.hbs): work that may open such a connection begins here,
-- from the worker itself.

local exiting = ngx.worker.exiting
local timer_at = ngx.timer.at

local _M = {}

local waiting, count = {}, 0

--- Calls `work(premature, argument)` so many seconds after the worker's next tick. Never yields.
function _M.at(seconds, work, argument)
    count = count + 1
    waiting[count] = { seconds = seconds, work = work, argument = argument }
end

--- Starts what waits; called by the worker's ticker. A leaving worker waits for nothing any more.
function _M.start()
    while count > 0 do
        local job = waiting[count]
        if not timer_at(exiting() and 0 or job.seconds, job.work, job.argument) then
            return
        end
        waiting[count] = nil
        count = count - 1
    end
end

return _M
