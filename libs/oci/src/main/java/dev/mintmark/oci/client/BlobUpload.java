package dev.mintmark.oci.client;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends one blob: in one request when it is small, else in pieces. After a broken connection the
 * registry says how far it came, and the upload goes on there.
 */
final class BlobUpload {
  static final int PIECE = 8 << 20;
  private static final int MAX_PIECE = 64 << 20;
  private static final int TRIES_WITHOUT_PROGRESS = 3;
  private static final byte[] NOTHING = {};
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d{1,18})");

  private final PushHttp http;
  private final RepositoryName repository;
  private final Artifact blob;
  private final RegistryPush.Source source;
  private final LongConsumer sent;
  private @Nullable URI location;
  private int piece = PIECE;
  private long offset;
  private long reported;

  /**
   * @param sent gets the bytes that have arrived since it was last told
   */
  BlobUpload(
      PushHttp http,
      RepositoryName repository,
      Artifact blob,
      RegistryPush.Source source,
      LongConsumer sent) {
    this.http = http;
    this.repository = repository;
    this.blob = blob;
    this.source = source;
    this.sent = sent;
  }

  void run() throws IOException {
    int idle = 0;
    while (true) {
      long before = reported;
      try {
        sendRest(location == null ? start() : location);
        return;
      } catch (EOFException e) {
        throw e;
      } catch (IOException e) {
        idle = reported > before ? 0 : idle + 1;
        if (idle >= TRIES_WITHOUT_PROGRESS) {
          throw e;
        }
        askHowFar();
      }
    }
  }

  private URI start() throws IOException {
    offset = 0;
    PushHttp.Answer answer =
        http.send("POST", http.address(repository + "/blobs/uploads/"), Map.of(), NOTHING);
    if (answer.status() != 202) {
      throw answer.unexpected();
    }
    String least = answer.header("OCI-Chunk-Min-Length").orElse("0");
    piece = Math.max(PIECE, least.matches("\\d{1,9}") ? Integer.parseInt(least) : MAX_PIECE + 1);
    if (piece > MAX_PIECE) {
      throw new OciException(
          OciError.PROTOCOL, answer.uri() + " wants pieces of " + least + " bytes at least");
    }
    return location = http.location(answer);
  }

  private void sendRest(URI from) throws IOException {
    URI next = from;
    if (offset == 0 && blob.size() <= piece) {
      finish(next, read((int) blob.size()));
    } else {
      while (offset < blob.size()) {
        next = sendPiece(next);
      }
      finish(next, NOTHING);
    }
    arrived(blob.size());
  }

  private URI sendPiece(URI to) throws IOException {
    byte[] bytes = read((int) Math.min(piece, blob.size() - offset));
    String range = offset + "-" + (offset + bytes.length - 1);
    PushHttp.Answer answer =
        http.send(
            "PATCH",
            to,
            Map.of("Content-Type", "application/octet-stream", "Content-Range", range),
            bytes);
    if (answer.status() != 202) {
      throw new IOException(answer.unexpected().detail());
    }
    arrived(offset + bytes.length);
    return location = http.location(answer);
  }

  private void finish(URI to, byte[] bytes) throws IOException {
    String separator = to.getRawQuery() == null ? "?" : "&";
    PushHttp.Answer answer =
        http.send(
            "PUT",
            URI.create(to + separator + "digest=" + blob.digest()),
            Map.of("Content-Type", "application/octet-stream"),
            bytes);
    if (answer.status() != 201) {
      throw new IOException(answer.unexpected().detail());
    }
    requireDigest(answer, blob.digest());
  }

  /** A registry that says another digest than was pushed has changed the bytes. */
  static void requireDigest(PushHttp.Answer answer, Digest pushed) {
    String said = answer.header("Docker-Content-Digest").orElse(pushed.toString());
    if (!said.equals(pushed.toString())) {
      throw new OciException(
          OciError.DIGEST, answer.uri() + " took " + pushed + " and says that it has " + said);
    }
  }

  private void arrived(long upTo) {
    offset = upTo;
    if (upTo > reported) {
      sent.accept(upTo - reported);
      reported = upTo;
    }
  }

  private void askHowFar() {
    URI asked = location;
    location = null;
    if (asked == null) {
      return;
    }
    try {
      PushHttp.Answer answer = http.send("GET", asked, Map.of(), NOTHING);
      Matcher range = RANGE.matcher(answer.header("Range").orElse(""));
      // "0-0" may mean none or one byte: then from the start.
      if (answer.status() == 204 && range.matches() && !range.group(1).equals("0")) {
        offset = Long.parseLong(range.group(1)) + 1;
        location = offset > blob.size() ? null : http.location(answer);
      }
    } catch (IOException | OciException e) {
      location = null; // A fresh upload needs nothing of the old one.
    }
  }

  /** Bytes at the offset. */
  private byte[] read(int length) throws IOException {
    try (InputStream in = source.from(offset)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException(
            "blob " + blob.digest() + " ends after " + (offset + bytes.length) + " bytes");
      }
      return bytes;
    }
  }
}
