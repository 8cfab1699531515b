package dev.mintmark.cli.http;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.pause.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One service's HTTP API. A call that gets no answer, or 503, is made again after a pause: every
 * call of these APIs may be repeated.
 */
public final class Api {
  private static final int ATTEMPTS = 6;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final String service;
  private final URI base;
  private final String token;
  private final Pause pause;
  private final Consumer<String> notes;

  /**
   * An API at an address.
   *
   * @param service its name, for messages
   * @param token sent with each call
   * @param notes told when a call is made again
   */
  public Api(String service, URI base, String token, Pause pause, Consumer<String> notes) {
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    this.service = service;
    this.base = base;
    this.token = token;
    this.pause = pause;
    this.notes = notes;
  }

  /** The name given to the constructor. */
  public String service() {
    return service;
  }

  /** A request to a path of this API; the caller adds method, body and timeout. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
  }

  /**
   * Sends a request, again while the service cannot be reached.
   *
   * @throws CommandException CLI-020 when it stays unreachable, CLI-021 when the token is refused
   */
  public Answer send(HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      String trouble;
      try {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        checkToken(request, response.statusCode());
        if (response.statusCode() != 503 || attempt == ATTEMPTS) {
          return new Answer(response.statusCode(), response.body());
        }
        trouble = "it is not ready (503)";
      } catch (IOException e) {
        trouble = Trouble.describe(e);
        if (attempt == ATTEMPTS) {
          throw unreachable(trouble, e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      notes.accept("%s: %s; trying again".formatted(service, trouble));
      pause.beforeAttempt(attempt);
    }
  }

  /** An error answer as an exception that carries the service's own code and words. */
  public CommandException refused(HttpRequest request, Answer answer) {
    String code = answer.json().path("code").asText("CLI-022");
    String found = answer.json().path("message").asText("");
    if (found.isEmpty()) {
      found =
          "%s answered %d to %s %s; its log says why"
              .formatted(service, answer.status(), request.method(), request.uri().getPath());
    }
    String suffix = " (" + code + ")";
    String text =
        found.endsWith(suffix) ? found.substring(0, found.length() - suffix.length()) : found;
    boolean callersFault = answer.status() >= 400 && answer.status() < 500;
    return new CommandException(callersFault ? Exit.REFUSED : Exit.FAILURE, code, text);
  }

  /**
   * Opens a stream of server-sent events; does not try again.
   *
   * @throws IOException when there is no connection, or another status than 200
   */
  EventStream open(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return new EventStream(response.body());
      }
      response.body().close();
      checkToken(request, response.statusCode());
      throw new IOException(service + " answered " + response.statusCode());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  CommandException unreachable(String trouble, IOException cause) {
    return new CommandException(
        Exit.NOT_REACHABLE,
        "CLI-020",
        "cannot reach %s at %s: %s; `mintmark status` shows what runs"
            .formatted(service, base, trouble),
        cause);
  }

  Pause pause() {
    return pause;
  }

  private void checkToken(HttpRequest request, int status) {
    if (status == 401 || status == 403) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-021",
          "%s refused the token for %s %s (%d); the stack's own are in tokens.json of its folder,"
                  .formatted(service, request.method(), request.uri().getPath(), status)
              + " or give another in MINTMARK_TOKEN");
    }
  }

  private static CommandException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
  }
}
