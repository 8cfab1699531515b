package dev.mintmark.vendor.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings what an address gives into a file. Bytes gather in {@code <name>.part}, with the server's
 * ETag beside it: a later try, also of another process, goes on behind them as long as the server
 * says that it is still the same, and begins again otherwise.
 */
final class UrlDownload implements AutoCloseable {
  /** No file of an image comes near. */
  private static final long MAX_BYTES = 8L << 30;

  private static final int TRIES_WITHOUT_PROGRESS = 2;
  private static final StandardOpenOption[] FROM_START = {
    StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
  };
  private static final StandardOpenOption[] AT_END = {
    StandardOpenOption.WRITE, StandardOpenOption.APPEND
  };

  private final FileSource.Url source;
  private final UrlHttp http;
  private final Watcher watcher;
  private final Path file;
  private final Path part;
  private final Path tag;

  /**
   * @param folder for the file and its beginnings
   */
  UrlDownload(FileSource.Url source, Path folder, Set<String> listed, Watcher watcher) {
    this.source = source;
    this.http = new UrlHttp(source, listed);
    this.watcher = watcher;
    String name = Digest.of(source.toString().getBytes(UTF_8)).hex();
    this.file = folder.resolve(name);
    this.part = folder.resolve(name + ".part");
    this.tag = folder.resolve(name + ".etag");
  }

  /** Whether an earlier try left something. */
  boolean isBegun() throws IOException {
    return partSize() > 0;
  }

  /**
   * @return the file, whole as far as the server's lengths tell
   * @throws VendorException (VND-071)
   * @throws IOException when it may work later
   */
  Path run() throws IOException {
    int idle = 0;
    while (true) {
      long before = partSize();
      try {
        fetchRest(before);
        Files.deleteIfExists(tag);
        return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        idle = partSize() > before ? 0 : idle + 1;
        if (idle >= TRIES_WITHOUT_PROGRESS) {
          throw e;
        }
      }
    }
  }

  private void fetchRest(long from) throws IOException {
    Optional<String> known =
        from > 0 && Files.exists(tag) ? Optional.of(Files.readString(tag)) : Optional.empty();
    Map<String, String> range =
        known
            .map(etag -> Map.of("Range", "bytes=" + from + "-", "If-Range", etag))
            .orElse(Map.of());
    try (UrlHttp.Answer answer = http.get(range)) {
      if (answer.status() == 200) {
        begin(answer);
        append(answer, 0);
      } else if (answer.status() == 206 && known.isPresent() && answer.startsAt(from)) {
        append(answer, from);
      } else {
        Files.deleteIfExists(part);
        throw new IOException(
            source + " answered " + answer.status() + " to a request for its bytes from " + from);
      }
    }
  }

  private void begin(UrlHttp.Answer answer) throws IOException {
    Optional<String> etag = answer.strongTag();
    if (etag.isPresent()) {
      Files.writeString(tag, etag.get());
    } else {
      Files.deleteIfExists(tag);
    }
  }

  private void append(UrlHttp.Answer answer, long from) throws IOException {
    OptionalLong rest = answer.length();
    watcher.begin(source.fileName(), rest.orElse(0));
    byte[] buffer = new byte[1 << 16];
    long size = from;
    try (OutputStream out = Files.newOutputStream(part, from == 0 ? FROM_START : AT_END)) {
      for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
        size += n;
        if (size > MAX_BYTES) {
          break;
        }
        out.write(buffer, 0, n);
        watcher.advance(n);
      }
    } finally {
      watcher.end();
    }
    if (size > MAX_BYTES) {
      Files.delete(part);
      throw new VendorException(
          VendorCode.ADDRESS,
          source.toString(),
          "it gives more than " + MAX_BYTES + " bytes",
          "name a smaller file");
    }
    if (rest.isPresent() && size - from != rest.getAsLong()) {
      throw new IOException(source + " ended after " + size + " bytes");
    }
  }

  private long partSize() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  @Override
  public void close() {
    http.close();
  }
}
