# Hypogeum with the games in rooms/, served by the compiled package.
# docker build -t hypogeum . && docker run --init -p 2567:2567 hypogeum

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY client-demo client-demo
# The demo's pages run some of the games' rules themselves.
COPY rooms rooms
RUN npm run build
# What the example games import beside the framework. It is no dependency of the package, so that
# nobody else has to install it; the games find it where any folder of games keeps its packages.
RUN mkdir -p game-packages && mv node_modules/@dimforge game-packages/
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=2567
WORKDIR /app
# Owned by root and run by `node`: the process cannot change its own code.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Games stay TypeScript: Node strips their types, and 'hypogeum/game' is this package's dist.
# Mount another folder over /app/rooms to serve other games; a node_modules in it has what they
# import themselves.
COPY rooms rooms
COPY --from=build /app/game-packages rooms/node_modules
USER node
EXPOSE 2567
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# `serve` handles SIGTERM itself: it stops taking players, then closes its rooms.
CMD ["node", "dist/cli/main.js", "serve", "rooms"]
