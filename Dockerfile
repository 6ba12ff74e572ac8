# Relance in an image of its own: one static program that brings its time zones and
# certificate authorities, in an otherwise empty root. No shell, no root, no Redis:
# that is another container (compose.yaml) or a server of yours.
#
#   docker build --tag relance .
#
# For a release, with what the archive of that release was told, so that the program
# is the same to the byte:
#
#   docker build --tag relance:v1.2.3 --build-arg VERSION=v1.2.3 \
#     --build-arg COMMIT="$(git rev-parse HEAD)" \
#     --build-arg DATE="$(TZ=UTC git show -s --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)" .

FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
ARG VERSION=unreleased
ARG COMMIT
ARG DATE
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false \
    -ldflags="-s -w -X relance/bot/app/build.version=$VERSION -X relance/bot/app/build.commit=$COMMIT -X relance/bot/app/build.date=$DATE" \
    -o /image/relance ./bot/cmd/relance \
 && mkdir /image/state

FROM scratch
ARG VERSION=unreleased
ARG COMMIT
ARG DATE
LABEL org.opencontainers.image.title="Relance" \
      org.opencontainers.image.description="A chat bot that asks again, until somebody answers" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.created="$DATE"
COPY LICENSE THIRD_PARTY_LICENSES.txt /
COPY --from=build /image/relance /relance
# The data folder, for the account below: the only place that is written to.
COPY --from=build --chown=65532:65532 /image/state /var/lib/relance
ENV XDG_STATE_HOME=/var/lib
VOLUME /var/lib/relance
USER 65532:65532
# It asks the bot at monitor.listen, which the configuration must have.
HEALTHCHECK --interval=30s --timeout=5s --start-period=1m CMD ["/relance", "health"]
ENTRYPOINT ["/relance"]
