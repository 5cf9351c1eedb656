# The images of Holdfast, one target each: api, scheduler, db-dumper, volume-archiver, uploader (processes of their own) and standalone.
#   docker build --target api -t holdfast/api .
# Every base can be another one: --build-arg RUNTIME_IMAGE=… and so on. An image of PostgreSQL gives its client programs only.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0
ARG CLIENTS_BASE_IMAGE=debian:trixie-slim
ARG POSTGRES_14_IMAGE=postgres:14-trixie
ARG POSTGRES_15_IMAGE=postgres:15-trixie
ARG POSTGRES_16_IMAGE=postgres:16-trixie
ARG POSTGRES_17_IMAGE=postgres:17-trixie
ARG POSTGRES_18_IMAGE=postgres:18-trixie

FROM ${SDK_IMAGE} AS build
ARG TARGETARCH
# Compiled ahead of time: services are ready sooner and need less memory, and the build takes longer.
ARG READY_TO_RUN=true
WORKDIR /src
COPY . .
RUN case "${TARGETARCH:-$(uname -m)}" in amd64|x86_64) rid=linux-x64 ;; arm64|aarch64) rid=linux-arm64 ;; *) exit 1 ;; esac; \
    for host in api/Host scheduler/Host db-dumper/Host volume-archiver/Host uploader/Host standalone; do \
        dotnet publish "services/$host" --configuration Release --runtime "$rid" --no-self-contained --nologo -v quiet \
            -p:PublishReadyToRun=$READY_TO_RUN --output "/out/${host%/Host}" || exit 1; \
    done

# What all services need of a system, and an account of one number for all: staged files pass from one service to the other.
FROM ${RUNTIME_IMAGE} AS service
USER root
# PostgreSQL's logins may be Kerberos'; without its library the driver complains at each start.
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libgssapi-krb5-2 >/dev/null && rm -rf /var/lib/apt/lists/* \
    && install -d -o 1654 -g 1654 /backup && install -d -o 1654 -g 1654 /app
COPY compose/holdfast-health /usr/local/bin/
ENV ASPNETCORE_HTTP_PORTS=8080 Api__Urls=http://*:8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["holdfast-health"]
WORKDIR /app
USER 1654:1654

FROM service AS api
COPY --from=build /out/api .
ENV ASPNETCORE_HTTP_PORTS=
ENTRYPOINT ["./holdfast-api"]

FROM service AS scheduler
COPY --from=build /out/scheduler .
ENTRYPOINT ["./holdfast-scheduler"]

FROM service AS uploader
COPY --from=build /out/uploader .
ENTRYPOINT ["./holdfast-uploader"]

# The program itself may read and own any file; the account may not. A container that does not allow that runs it by
# --entrypoint dotnet … holdfast-volume-archiver.dll, and protects what the account can read.
FROM service AS volume-archiver
COPY --from=build /out/volume-archiver .
USER root
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libcap2-bin >/dev/null && rm -rf /var/lib/apt/lists/* \
    && setcap cap_chown,cap_dac_override,cap_fowner,cap_fsetid,cap_mknod,cap_setfcap=ep holdfast-volume-archiver
USER 1654:1654
ENTRYPOINT ["./holdfast-volume-archiver"]

# Client programs of all major versions that are supported: a server is dumped by those of its own version.
FROM ${POSTGRES_14_IMAGE} AS postgres-14
FROM ${POSTGRES_15_IMAGE} AS postgres-15
FROM ${POSTGRES_16_IMAGE} AS postgres-16
FROM ${POSTGRES_17_IMAGE} AS postgres-17
FROM ${POSTGRES_18_IMAGE} AS postgres-18
USER root
COPY --from=postgres-14 /usr/lib/postgresql/ /versions/
COPY --from=postgres-15 /usr/lib/postgresql/ /versions/
COPY --from=postgres-16 /usr/lib/postgresql/ /versions/
COPY --from=postgres-17 /usr/lib/postgresql/ /versions/
RUN cp -a /usr/lib/postgresql/. /versions/ \
    && for version in /versions/*; do \
        install -D -t "/clients/usr/lib/postgresql/${version##*/}/bin" "$version/bin/pg_dump" "$version/bin/pg_restore" "$version/bin/psql" || exit 1; \
    done && install -D -t /clients/usr/local/lib $(ldconfig -p | sed -n 's/^.*libpq\.so\.5 .* => //p' | head -1)

# .NET beside the client programs, on the distribution that those were built for.
FROM ${RUNTIME_IMAGE} AS runtime
FROM ${CLIENTS_BASE_IMAGE} AS clients
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates libpq5 liblz4-1 libssl3t64 libstdc++6 libzstd1 tzdata zlib1g >/dev/null \
    && rm -rf /var/lib/apt/lists/* && install -d -o 1654 -g 1654 /backup
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
COPY --from=postgres-18 /clients/ /
COPY compose/holdfast-health /usr/local/bin/
RUN ldconfig && ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV ASPNETCORE_HTTP_PORTS=8080 Api__Urls=http://*:8080 DOTNET_EnableDiagnostics=0 DOTNET_RUNNING_IN_CONTAINER=true
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["holdfast-health"]
WORKDIR /app
USER 1654:1654

FROM clients AS db-dumper
COPY --from=build /out/db-dumper .
ENTRYPOINT ["./holdfast-db-dumper"]

# All services in one process; its program has the rights of the volume archiver's.
FROM clients AS standalone
COPY --from=build /out/standalone .
ENV ASPNETCORE_HTTP_PORTS=
USER root
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libcap2-bin >/dev/null && rm -rf /var/lib/apt/lists/* \
    && setcap cap_chown,cap_dac_override,cap_fowner,cap_fsetid,cap_mknod,cap_setfcap=ep holdfast-standalone
USER 1654:1654
ENTRYPOINT ["./holdfast-standalone"]
