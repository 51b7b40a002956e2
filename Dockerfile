# The whole assistant. `docker run -p 127.0.0.1:3000:3000 <image>` tries it out with its own embedded database; for real
# use give it DATABASE_URL and ENCRYPTION_KEY, as compose.yaml does.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY patches patches
# npm keeps the compiler as an optional peer of i18next; nothing here runs it.
RUN npm ci --omit=dev && rm -rf node_modules/typescript node_modules/@typescript

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/app/data
WORKDIR /app
RUN mkdir data && chown node:node data
# Reads steps aloud (docs/decisions/0011-voice.md); everything works without. Add ffmpeg (some 300 MB) to take recordings as
# MP3 and M4A: --build-arg SOUND_TOOLS="espeak-ng opus-tools ffmpeg".
ARG SOUND_TOOLS="espeak-ng opus-tools"
RUN apt-get update && apt-get install -y --no-install-recommends ${SOUND_TOOLS} && rm -rf /var/lib/apt/lists/*
COPY --from=packages /app/node_modules node_modules
COPY . .

USER node
VOLUME /app/data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "src/main.ts"]
