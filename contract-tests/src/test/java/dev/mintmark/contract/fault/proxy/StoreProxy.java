package dev.mintmark.contract.fault.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * Carries S3's protocol. Windows are named by what is asked for and how: {@code artifact.create},
 * {@code artifact.get}, {@code pointer.head} and so on.
 */
public final class StoreProxy extends Listener {
  private final Watch watch;

  /** Starts it. */
  public StoreProxy(int serverPort, Watch watch) throws IOException {
    super(serverPort);
    this.watch = watch;
  }

  @Override
  void carry(Socket client) throws IOException {
    Socket server = connect();
    try {
      InputStream requests = new BufferedInputStream(client.getInputStream());
      InputStream answers = new BufferedInputStream(server.getInputStream());
      while (true) {
        HttpMessage request = HttpMessage.readRequest(requests);
        String operation = operation(request);
        Action first = watch.at(Window.before(operation));
        if (first instanceof Action.Fail(int status, String code)) {
          HttpMessage.error(status, code).write(client.getOutputStream());
          continue;
        }
        Stalling.apply(first);
        request.write(server.getOutputStream());
        HttpMessage answer =
            HttpMessage.readAnswer(answers, request.startLine().startsWith("HEAD "));
        answer(client.getOutputStream(), answer, watch.at(Window.answered(operation)));
      }
    } finally {
      disconnect(server);
    }
  }

  private static void answer(OutputStream client, HttpMessage answer, Action action)
      throws IOException {
    switch (action) {
      case Action.Fail(int status, String code) -> HttpMessage.error(status, code).write(client);
      case Action.Truncate truncate -> {
        answer.writePart(client, answer.body().length / 2);
        throw new IOException("broken off");
      }
      case Action.Flip(long bit) ->
          (answer.body().length == 0 ? answer : answer.flipped(bit)).write(client);
      case Action.Stall(Duration pause) -> {
        Stalling.pause(pause);
        answer.write(client);
      }
      case Action.Cut cut -> throw new IOException("cut");
      case Action.Pass pass -> answer.write(client);
    }
  }

  /** What a request asks for. */
  static String operation(HttpMessage request) {
    String[] words = request.startLine().split(" ");
    // The bucket comes first.
    String path = words[1].replaceFirst("^/[^/?]*/?", "");
    if (path.isEmpty() || path.startsWith("?")) {
      return words[0].equals("GET") ? "list" : "bucket";
    }
    return (path.startsWith("sha256/") ? "artifact." : "pointer.") + verb(words[0], request);
  }

  private static String verb(String method, HttpMessage request) {
    return switch (method) {
      case "PUT" ->
          request.field("x-amz-copy-source").isPresent()
              ? "copy"
              : request.field("If-None-Match").isPresent() ? "create" : "put";
      case "GET" -> "get";
      case "HEAD" -> "head";
      case "DELETE" -> "remove";
      default -> "post";
    };
  }
}
