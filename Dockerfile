# The collector, with the scripts that sites embed and the migrations. Needs a DATABASE_URL.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && node deploy/assemble.ts /app

FROM node:24-alpine
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 PASSERBY_DATA=/data
COPY --from=build /app /app
# What waits for the database lies here.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8787
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["node", "/app/healthcheck.js"]
ENTRYPOINT ["node", "/app/collector/bin/passerby.js"]
CMD ["serve"]
