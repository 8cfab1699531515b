package dev.mintmark.vendor.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server of one file on this machine that breaks off when it is told to. */
final class FileServer implements AutoCloseable {
  final HttpServer server;
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  byte[] content = "content of the file".repeat(5000).getBytes(UTF_8);
  String tag = "\"one\"";
  boolean ranges = true;
  int status = 200;

  /** After so many bytes each answer breaks off, as often as {@link #cuts} says. */
  int cutAfter = Integer.MAX_VALUE;

  int cuts;
  @Nullable String redirect;

  FileServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  FileSource.Url source() {
    return (FileSource.Url) FileSource.Url.parse("http://" + host() + "/a/tool-1.2.bin").get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
      asked.add(exchange.getRequestURI().getPath() + range.map(each -> " " + each).orElse(""));
      if (redirect != null) {
        exchange.getResponseHeaders().set("Location", redirect);
        redirect = null;
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      int from = 0;
      boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
      if (range.isPresent() && ranges && same) {
        from = Integer.parseInt(range.get().replaceAll("[^0-9]", ""));
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      }
      exchange.getResponseHeaders().set("ETag", tag);
      byte[] rest = Arrays.copyOfRange(content, from, content.length);
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
      boolean cut = cuts > 0 && rest.length > cutAfter;
      exchange.getResponseBody().write(rest, 0, cut ? cutAfter : rest.length);
      exchange.getResponseBody().flush();
      if (cut) {
        cuts--;
        throw new IOException("cut");
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
