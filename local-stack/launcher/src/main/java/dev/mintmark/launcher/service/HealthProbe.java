package dev.mintmark.launcher.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service whether it is ready. */
public final class HealthProbe {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  /** Whether {@code <url>/q/health/ready} answers 200; no answer is a no. */
  public boolean isReady(URI url) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/q/health/ready")).timeout(LIMIT).GET().build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
