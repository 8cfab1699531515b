package dev.mintmark.registry.http;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.access.Action;
import dev.mintmark.registry.link.CachedPointers;
import dev.mintmark.registry.local.LocalBlobs;
import dev.mintmark.registry.push.Limits;
import dev.mintmark.registry.push.PushApi;
import dev.mintmark.registry.push.PushCall;
import dev.mintmark.registry.push.PushCallReader;
import dev.mintmark.registry.serve.Answer;
import dev.mintmark.registry.serve.Call;
import dev.mintmark.registry.serve.CallReader;
import dev.mintmark.registry.serve.Json;
import dev.mintmark.registry.serve.RegistryApi;
import dev.mintmark.registry.serve.RegistryException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /v2/}; each request has a virtual thread of its own, so slow clients block none.
 */
@Singleton
public final class RegistryRoutes {
  private static final Logger LOG = Logger.getLogger(RegistryRoutes.class);

  private final RegistryApi api;
  private final PushApi pushes;
  private final Access access;
  private final TokenCalls tokens;
  private final AnswerWriter writer;
  private final Duration readTimeout;
  private final MeterRegistry metrics;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  RegistryRoutes(
      CachedPointers pointers,
      ArtifactStore store,
      KitConfig kit,
      RegistryConfig config,
      Callers callers,
      MeterRegistry metrics) {
    this.api = new RegistryApi(pointers);
    LocalBlobs copies =
        new LocalBlobs(kit.workDir().resolve("blobs"), config.blobCache().asLongValue());
    this.pushes =
        new PushApi(
            pointers,
            store,
            copies,
            kit.workDir().resolve("uploads"),
            new Limits(config.maxBlob().asLongValue(), config.maxUploads(), config.uploadExpiry()),
            Clock.systemUTC());
    this.access = new Access(config.anonymousPull(), callers.havePushers(), config.publicUrl());
    this.tokens = new TokenCalls(config.anonymousPull());
    this.writer = new AnswerWriter(store, copies, config.writeTimeout());
    this.readTimeout = config.readTimeout();
    this.metrics = metrics;
  }

  void add(@Observes Router router) {
    router
        .route("/v2/*")
        .handler(context -> {
          // Until somebody reads it: on this thread nobody may wait.
          context.request().pause();
          threads.execute(() -> serve(context));
        });
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  /** A call, as far as it is known. */
  private static final class Known {
    private String kind = "unknown";
  }

  private void serve(RoutingContext context) {
    Known call = new Known();
    try {
      writer.write(context.request(), answer(context, call));
    } catch (RegistryException e) {
      fail(context, e);
    } catch (UnavailableException e) {
      LOG.warnf("call failed call=%s errorCode=KIT-030 error=%s", call.kind, e.getMessage());
      fail(context, new RegistryException(503, "UNAVAILABLE", "the artifact store is away"));
    } catch (RefusedException e) {
      LOG.errorf("call failed call=%s errorCode=%s", call.kind, e.refusal().code());
      fail(context, new RegistryException(500, "UNKNOWN", e.refusal().message()));
    } catch (IOException e) {
      LOG.debugf("call broken off call=%s error=%s", call.kind, e.getMessage());
      context.request().connection().close();
    } catch (RuntimeException e) {
      LOG.errorf(e, "call failed call=%s", call.kind);
      fail(context, new RegistryException(500, "UNKNOWN", "an error of the registry; see its log"));
    } finally {
      count(call.kind, context.response().getStatusCode());
      RequestBody.letGo(context.request());
    }
  }

  private Answer answer(RoutingContext context, Known known) throws IOException {
    HttpServerRequest request = context.request();
    String path = path(request);
    if (path.equals(Access.TOKENS)) {
      known.kind = "token";
      return tokens.answer(request);
    }
    Map<String, String> query = new HashMap<>();
    request.params().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    Optional<PushCall> push =
        PushCallReader.read(
            request.method().name(),
            path,
            query,
            new PushCallReader.Headers(
                request.getHeader("Content-Type"), request.getHeader("Content-Range")));
    if (push.isPresent()) {
      known.kind = push.get().kind();
      access.require(context, push.get().action(), push.get().repository());
      return pushes.answer(
          push.get(),
          () -> RequestBody.open(request, readTimeout),
          repository -> access.may(context, Action.PULL, repository));
    }
    Call call = CallReader.read(path, query, request.getHeader("Range"));
    known.kind = call.kind();
    @Nullable RepositoryName repository = call.repositoryOrNull();
    if (repository == null) {
      access.requireKnown(context);
    } else {
      access.require(context, Action.PULL, repository);
    }
    return api.answer(call);
  }

  private static String path(HttpServerRequest request) {
    try {
      return new URI(request.path()).getPath();
    } catch (URISyntaxException e) {
      throw new RegistryException(400, "NAME_INVALID", "the path is malformed");
    }
  }

  private void fail(RoutingContext context, RegistryException error) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    // Of an answer that was begun and then failed.
    response.headers().clear();
    Map<String, String> headers = new HashMap<>(error.headers());
    headers.put("Content-Type", "application/json");
    byte[] body = Json.error(error.code(), String.valueOf(error.getMessage()));
    try {
      writer.write(context.request(), new Answer(error.status(), headers, new Answer.Bytes(body)));
    } catch (IOException e) {
      context.request().connection().close();
    }
  }

  private void count(String kind, int status) {
    metrics
        .counter("mintmark.registry.requests", "call", kind, "status", Integer.toString(status))
        .increment();
  }
}
