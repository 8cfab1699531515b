package dev.mintmark.registry.http;

import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.UnavailableException;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Serves {@code /v2/}; each request has a virtual thread of its own, so slow clients block none.
 */
@Singleton
public final class RegistryRoutes {
  private static final Logger LOG = Logger.getLogger(RegistryRoutes.class);
  private static final String READ_ONLY =
      "this registry takes releases from the signer only; pushing is not possible";

  private final RegistryApi api;
  private final Access access;
  private final AnswerWriter writer;
  private final MeterRegistry metrics;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  RegistryRoutes(
      Pointers pointers, ArtifactStore store, RegistryConfig config, MeterRegistry metrics) {
    this.api = new RegistryApi(pointers);
    this.access = new Access(config.anonymousPull());
    this.writer = new AnswerWriter(store, config.writeTimeout());
    this.metrics = metrics;
  }

  void add(@Observes Router router) {
    router.route("/v2/*").handler(context -> threads.execute(() -> serve(context)));
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  private void serve(RoutingContext context) {
    String kind = "unknown";
    try {
      access.requireMayPull(context);
      Call call = read(context.request());
      kind = call.kind();
      writer.write(context.request(), api.answer(call));
    } catch (RegistryException e) {
      fail(context, e);
    } catch (UnavailableException e) {
      LOG.warnf("pull failed call=%s errorCode=KIT-030 error=%s", kind, e.getMessage());
      fail(context, new RegistryException(503, "UNAVAILABLE", "the artifact store is away"));
    } catch (RefusedException e) {
      LOG.errorf("pull failed call=%s errorCode=%s", kind, e.refusal().code());
      fail(context, new RegistryException(500, "UNKNOWN", e.refusal().message()));
    } catch (IOException e) {
      LOG.debugf("pull broken off call=%s error=%s", kind, e.getMessage());
      context.request().connection().close();
    } catch (RuntimeException e) {
      LOG.errorf(e, "pull failed call=%s", kind);
      fail(context, new RegistryException(500, "UNKNOWN", "an error of the registry; see its log"));
    } finally {
      count(kind, context.response().getStatusCode());
    }
  }

  private static Call read(HttpServerRequest request) {
    switch (request.method().name()) {
      case "GET", "HEAD" -> {}
      default -> throw new RegistryException(405, "UNSUPPORTED", READ_ONLY);
    }
    Map<String, String> query = new HashMap<>();
    request.params().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    try {
      return CallReader.read(new URI(request.path()).getPath(), query, request.getHeader("Range"));
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
    switch (error.status()) {
      case 401 -> response.putHeader("WWW-Authenticate", "Basic realm=\"mintmark\"");
      case 405 -> response.putHeader("Allow", "GET, HEAD");
      default -> {}
    }
    Map<String, String> headers = Map.of("Content-Type", "application/json");
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
