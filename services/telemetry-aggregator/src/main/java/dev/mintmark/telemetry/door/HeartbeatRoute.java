package dev.mintmark.telemetry.door;

import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.http.TokenAuthentication;
import dev.mintmark.telemetry.TelemetryConfig;
import dev.mintmark.telemetry.aggregate.KnownSequences;
import dev.mintmark.telemetry.batch.Code;
import dev.mintmark.telemetry.batch.ZstdBody;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/heartbeats}, straight on the event loop: a batch is decompressed and checked in
 * some hundred microseconds, and nothing waits.
 */
@Singleton
final class HeartbeatRoute {
  private static final String PATH = "/v1/heartbeats";

  private static final Logger LOG = Logger.getLogger(HeartbeatRoute.class);

  private final Door door;
  private final DoorMetrics metrics;

  HeartbeatRoute(
      HeartbeatLog log, KnownSequences known, TelemetryConfig config, MeterRegistry registry) {
    this.door = new Door(log, known, Clock.systemUTC(), config.inFlight().asLongValue());
    this.metrics = new DoorMetrics(registry);
    Gauge.builder("mintmark.telemetry.under.way.bytes", door, Door::bytesUnderWay)
        .register(registry);
  }

  void routes(@Observes Router router) {
    router.post(PATH).handler(this::take);
  }

  private void take(RoutingContext context) {
    Reply refusal = refusal(context);
    if (refusal != null) {
      // The rest of the body is not waited for.
      context.response().putHeader("Connection", "close");
      send(context, refusal);
      return;
    }
    DeviceIdentity device = Objects.requireNonNull(device(context));
    Context loop = Vertx.currentContext();
    BoundedBody.of(context.request(), ZstdBody.MAX_COMPRESSED)
        .onSuccess(body ->
            reply(device, body)
                .whenComplete((reply, error) ->
                    loop.runOnContext(
                        nothing -> send(context, error == null ? reply : failed(error)))))
        .onFailure(error -> {
          context.response().putHeader("Connection", "close");
          send(context, error instanceof BoundedBody.TooLongException ? tooLong() : cutOff());
        });
  }

  private static @Nullable Reply refusal(RoutingContext context) {
    if (!(context.user() instanceof QuarkusHttpUser user)
        || user.getSecurityIdentity().isAnonymous()) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"mintmark\"");
      return Reply.of(
          Code.OWNER, 401, "the request", "it has no token", "send Authorization: Bearer mmd1:...");
    }
    if (device(context) == null) {
      return Reply.of(
          Code.OWNER, 403, "the token", "it is not a device's", "send the device's own token");
    }
    HttpServerRequest request = context.request();
    if (!is(request, "Content-Type", "application/avro")
        || !is(request, "Content-Encoding", "zstd")) {
      return Reply.of(
          Code.MEDIA_TYPE,
          Code.MEDIA_TYPE.status(),
          "the request",
          "another Content-Type or Content-Encoding",
          "send application/avro with Content-Encoding: zstd");
    }
    return isTooLong(request.getHeader("Content-Length")) ? tooLong() : null;
  }

  private static boolean is(HttpServerRequest request, String header, String value) {
    return value.equalsIgnoreCase(request.getHeader(header));
  }

  /** The server has checked that it is a number. */
  private static boolean isTooLong(@Nullable String contentLength) {
    return contentLength != null
        && (contentLength.length() > 10 || Long.parseLong(contentLength) > ZstdBody.MAX_COMPRESSED);
  }

  private static @Nullable DeviceIdentity device(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
        ? user.getSecurityIdentity().getAttribute(TokenAuthentication.DEVICE)
        : null;
  }

  private static Reply tooLong() {
    return Reply.refused(
        ZstdBody.tooLarge("more than " + ZstdBody.MAX_COMPRESSED + " compressed bytes"));
  }

  private static Reply cutOff() {
    return Reply.of(Code.BYTES, 400, "the body", "it was cut off", "send it again");
  }

  private CompletionStage<Reply> reply(DeviceIdentity device, byte[] body) {
    try {
      return door.take(device, body);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static Reply failed(Throwable error) {
    LOG.error("the door failed errorCode=TEL-009", error);
    return Reply.busy("the door failed on it");
  }

  private void send(RoutingContext context, Reply reply) {
    metrics.answered(reply);
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(reply.status())
        .putHeader("Content-Type", "application/json")
        .end(reply.body());
  }
}
