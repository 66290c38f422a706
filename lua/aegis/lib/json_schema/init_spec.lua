-- Lua's own patterns will do for what is tried here.
_G.ngx = { re = { find = function(text, expression)
    if expression == "(" then
        return nil, nil, "missing )"
    end
    return text:find((expression:gsub("\\z", "$")))
end } }

local json_body = require "aegis.lib.json_body"
local json_schema = require "aegis.lib.json_schema"

local function problems(schema, text)
    local value, unreadable = json_body.read(text)
    assert.is_nil(unreadable)
    local found = json_schema.compile(json_body.read(schema))(value)
    for i = 1, #(found or {}) do
        found[i] = found[i].pointer .. " " .. found[i].message
    end
    return found
end

local function holds(schema, text)
    return problems(schema, text) == nil
end

-- Keyword, schema, what it allows, what it refuses: all as JSON.
local cases = {
    { "type", [[{"type":"object"}]], { "{}", [[{"a":1}]] }, { "[]", "[1]", "null", "1", [["a"]] } },
    { "type of lists", [[{"type":"array"}]], { "[]", "[ ]", "[[]]", [=[["[]"]]=] }, { "{}", "null" } },
    { "type integer", [[{"type":"integer"}]], { "1", "1.0", "-3", "1e3" }, { "1.5", [["1"]], "1e999" } },
    { "several types", [[{"type":["string","null"]}]], { [["a"]], "null" }, { "1", "false", "[]" } },
    { "enum", [[{"enum":["a",1,null,true]}]], { [["a"]], "1", "1.0", "null", "true" }, { "2", [["1"]], "false" } },
    { "const", [[{"const":"a"}]], { [["a"]] }, { [["b"]], [=[["a"]]=] } },
    { "minimum", [[{"minimum":2}]], { "2", "2.5", [["a"]] }, { "1.9" } },
    { "exclusiveMinimum", [[{"exclusiveMinimum":2}]], { "2.1" }, { "2" } },
    { "maximum", [[{"maximum":2}]], { "2" }, { "2.1" } },
    { "exclusiveMaximum", [[{"exclusiveMaximum":2}]], { "1.9" }, { "2" } },
    { "multipleOf", [[{"multipleOf":0.1}]], { "0.3", "0", "7.7" }, { "0.35" } },
    { "minLength, in characters", [[{"minLength":3}]], { [["äöü"]] }, { [["äö"]], [[""]] } },
    { "maxLength, in characters", [[{"maxLength":3}]], { [["äöü"]], "4" }, { [["äöüß"]] } },
    { "pattern", [[{"pattern":"^a$"}]], { [["a"]], "1" }, { [["ab"]], [["a\n"]] } },
    { "format date", [[{"format":"date"}]], { [["2024-02-29"]] }, { [["2023-02-29"]], [["2024-13-01"]], [["x"]] } },
    { "format date-time", [[{"format":"date-time"}]],
        { [["2024-02-29T23:59:60Z"]], [["2024-01-01t00:00:00.5+01:00"]] },
        { [["2024-01-01"]], [["2024-01-01T24:00:00Z"]], [["2024-01-01T00:00:00"]] } },
    { "format email", [[{"format":"email"}]], { [["a@b.example"]] }, { [["a"]], [["a@"]], [["a b@c.example"]] } },
    { "format uuid", [[{"format":"uuid"}]], { [["019aa000-0000-7000-8000-00000000c001"]] }, { [["019aa000"]] } },
    { "format ipv4", [[{"format":"ipv4"}]], { [["10.0.0.1"]] }, { [["10.0.0.256"]], [["::1"]] } },
    { "format ipv6", [[{"format":"ipv6"}]], { [["::1"]] }, { [["10.0.0.1"]], [[":::"]] } },
    { "format uri", [[{"format":"uri"}]], { [["https://a.example/?b=c#d"]] }, { [["/a"]], [["a b:c"]] } },
    { "items", [[{"items":{"type":"integer"}}]], { "[]", "[1,2]", "{}" }, { [=[[1,"a"]]=] } },
    { "prefixItems", [[{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}]],
        { "[]", [=[["a"]]=], [=[["a",1]]=] }, { "[1]", [=[["a","b"]]=] } },
    { "contains", [[{"contains":{"const":1},"maxContains":2}]], { "[1]", "[2,1,1]" }, { "[]", "[2]", "[1,1,1]" } },
    { "minItems", [[{"minItems":1}]], { "[1]", "[[]]", "{}" }, { "[]" } },
    { "maxItems", [[{"maxItems":0}]], { "[]" }, { "[1]" } },
    { "uniqueItems", [[{"uniqueItems":true}]],
        { "[]", [=[[1,"1",[],{},null,false]]=] }, { "[1,1.0]", [=[[{"a":1,"b":2},{"b":2,"a":1}]]=], "[[],[]]" } },
    { "required", [[{"required":["a"]}]], { [[{"a":null}]], "[]" }, { "{}" } },
    { "dependentRequired", [[{"dependentRequired":{"a":["b"]}}]], { "{}", [[{"a":1,"b":1}]] }, { [[{"a":1}]] } },
    { "properties", [[{"properties":{"a":{"type":"string"}}}]], { "{}", [[{"b":1}]] }, { [[{"a":1}]] } },
    { "additionalProperties",
        [[{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":false}]],
        { "{}", [[{"a":1,"x1":1}]] }, { [[{"b":1}]] } },
    { "patternProperties", [[{"patternProperties":{"^x":{"type":"integer"}}}]], { [[{"a":"b"}]] }, { [[{"x":"b"}]] } },
    { "propertyNames", [[{"propertyNames":{"maxLength":1}}]], { [[{"a":1}]] }, { [[{"ab":1}]] } },
    { "minProperties", [[{"minProperties":1}]], { [[{"a":1}]] }, { "{}" } },
    { "maxProperties", [[{"maxProperties":0}]], { "{}" }, { [[{"a":1}]] } },
    { "allOf", [[{"allOf":[{"minimum":1},{"maximum":2}]}]], { "1" }, { "0", "3" } },
    { "anyOf", [[{"anyOf":[{"type":"string"},{"minimum":2}]}]], { [["a"]], "2" }, { "1" } },
    { "oneOf", [[{"oneOf":[{"minimum":1},{"maximum":2}]}]], { "0", "3" }, { "1" } },
    { "not", [[{"not":{"type":"string"}}]], { "1" }, { [["a"]] } },
    { "if", [[{"if":{"type":"string"},"then":{"minLength":1},"else":{"minimum":1}}]],
        { [["a"]], "1" }, { [[""]], "0" } },
    { "true and false", [[{"properties":{"a":true,"b":false}}]], { [[{"a":1}]] }, { [[{"b":1}]] } },
    { "$ref", [[{"$ref":"#/$defs/a","minimum":1,"$defs":{"a":{"maximum":2}}}]], { "1" }, { "0", "3" } },
    { "$ref to itself", [[{"properties":{"next":{"$ref":"#"}},"required":["id"]}]],
        { [[{"id":1,"next":{"id":2}}]] }, { [[{"id":1,"next":{}}]] } },
}

describe("a JSON schema", function()
    for _, case in ipairs(cases) do
        it("knows " .. case[1], function()
            for _, text in ipairs(case[3]) do
                assert.is_true(holds(case[2], text), text .. " should fit " .. case[2])
            end
            for _, text in ipairs(case[4]) do
                assert.is_false(holds(case[2], text), text .. " should not fit " .. case[2])
            end
        end)
    end

    it("names every place by a pointer, in one order", function()
        assert.same({
            " lacks id",
            "/a~1b has to be of type string",
            "/lines/1/amount has to be at least 1",
            "/zzz is not allowed",
        }, (function()
            local found = problems([[{
                "required": ["id"],
                "additionalProperties": false,
                "properties": {
                    "id": true,
                    "a/b": { "type": "string" },
                    "lines": { "items": { "properties": { "amount": { "minimum": 1 } } } }
                }
            }]], [[{"zzz":1,"lines":[{"amount":1},{"amount":0}],"a/b":1}]])
            table.sort(found)
            return found
        end)())
    end)

    it("tells twenty problems at most", function()
        assert.equal(20, #problems([[{"items":{"type":"string"}}]], "[" .. ("1,"):rep(99) .. "1]"))
    end)

    it("refuses what would take for ever, also where the schema says not", function()
        local forks = {}
        for i = 1, 40 do
            local two = ('[{"$ref":"#/$defs/d%d"},{"$ref":"#/$defs/d%d"}]'):format(i + 1, i + 1)
            forks[i] = ('"d%d":{"anyOf":%s}'):format(i, two)
        end
        local defs = '"$defs":{' .. table.concat(forks, ",") .. ',"d41":false}}'
        assert.same({ " is too much to check" }, problems('{"$ref":"#/$defs/d1",' .. defs, "1"))
        assert.same({ " is too much to check" }, problems('{"not":{"$ref":"#/$defs/d1"},' .. defs, "1"))
        assert.same({ " is too much to check" }, problems([[{"$ref":"#"}]], "1"))
    end)

    it("is refused where it says what is not supported", function()
        for _, schema in ipairs {
            [[{"unevaluatedProperties":false}]], [[{"type":"text"}]], [[{"format":"hostname"}]], [[{"items":1}]],
            [[{"$ref":"#/$defs/a"}]], [[{"$ref":"other.json"}]], [[{"items":[true]}]], [[{"pattern":"("}]],
            [[{"pattern":"(?<=a)b"}]], [[{"pattern":"(a)\\1"}]], [[{"properties":{"a":{"$id":"a"}}}]],
        } do
            assert.is_false(pcall(json_schema.compile, json_body.read(schema)), schema)
        end
    end)

    it("takes a schema apart that asks for each member by itself, and no other one", function()
        local function members(text)
            return json_schema.members(json_body.read(text))
        end
        local list = members '{"type":"object","required":["b"],"properties":{"a":{"minimum":2}},"title":"t"}'
        table.sort(list, function(a, b)
            return a.name < b.name
        end)
        assert.same({ "a", false, "b", true }, { list[1].name, list[1].required, list[2].name, list[2].required })
        assert.is_true(list[1].holds(2))
        assert.is_false(list[1].holds(1))
        assert.is_true(list[2].holds(json_body.read "[]"))
        for _, text in ipairs { "true", '{"type":"array"}', '{"additionalProperties":false}', '{"minProperties":1}' } do
            assert.is_nil(members(text), text)
        end
    end)
end)
