package dev.mintmark.registry.serve;

import dev.mintmark.content.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param headers without Content-Length, which follows from the body
 */
public record Answer(int status, Map<String, String> headers, Body body) {
  /** What follows the headers; of a HEAD only its length. */
  public sealed interface Body {
    long length();
  }

  /** A small body. */
  public record Bytes(byte[] bytes) implements Body {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /**
   * A manifest, read only when it is sent.
   *
   * @param length in bytes
   */
  public record StoredManifest(Digest digest, long length) implements Body {}

  /**
   * A blob or a part of it, to be streamed.
   *
   * @param offset of the first byte
   * @param length of the part
   * @param whole whether it is all of the blob, which is then checked on its way
   */
  public record StoredBlob(Digest digest, long offset, long length, boolean whole)
      implements Body {}

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** One without a body. */
  public static Answer empty(int status, Map<String, String> headers) {
    return new Answer(status, headers, new Bytes(new byte[0]));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
