package dev.mintmark.contract.fault.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1, whole.
 *
 * @param head start line and fields as they came, without the empty line
 * @param body as it goes over the wire: in chunks where it came so
 */
record HttpMessage(String head, byte[] body) {
  private static final String LINE = "\r\n";

  String startLine() {
    return head.lines().findFirst().orElse("");
  }

  Optional<String> field(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  void write(OutputStream out) throws IOException {
    writePart(out, body.length);
  }

  /** The head, and so many bytes of the body. */
  void writePart(OutputStream out, int length) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write((head + LINE + LINE).getBytes(ISO_8859_1));
    all.write(body, 0, length);
    out.write(all.toByteArray());
    out.flush();
  }

  HttpMessage flipped(long bit) {
    byte[] other = body.clone();
    int at = (int) Math.floorMod(bit, 8L * other.length);
    other[at / 8] ^= (byte) (1 << (at % 8));
    return new HttpMessage(head, other);
  }

  static HttpMessage error(int status, String code) {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                + code
                + "</Code><Message>a fault of the tests</Message></Error>")
            .getBytes(ISO_8859_1);
    List<String> lines =
        List.of(
            "HTTP/1.1 " + status + " Fault",
            "Content-Type: application/xml",
            "Content-Length: " + body.length);
    return new HttpMessage(String.join(LINE, lines), body);
  }

  static HttpMessage readRequest(InputStream in) throws IOException {
    return read(in, true);
  }

  /**
   * @param toHead whether it answers a HEAD, and so has no body whatever its fields say
   */
  static HttpMessage readAnswer(InputStream in, boolean toHead) throws IOException {
    return read(in, !toHead);
  }

  private static HttpMessage read(InputStream in, boolean hasBody) throws IOException {
    HttpMessage head = new HttpMessage(readHead(in), new byte[0]);
    if (!hasBody) {
      return head;
    }
    if (head.field("Transfer-Encoding").isPresent()) {
      return new HttpMessage(head.head(), readChunks(in));
    }
    int length = head.field("Content-Length").map(Integer::parseInt).orElse(0);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("a message ended in the middle");
    }
    return new HttpMessage(head.head(), body);
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      head.append(head.isEmpty() ? "" : LINE).append(line);
    }
    return head.toString();
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("a connection ended");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int size;
    do {
      String line = readLine(in);
      size = Integer.parseInt(line.split(";")[0].strip(), 16);
      chunks.write((line + LINE).getBytes(ISO_8859_1));
      chunks.write(in.readNBytes(size));
      chunks.write((readLine(in) + LINE).getBytes(ISO_8859_1));
    } while (size > 0);
    return chunks.toByteArray();
  }
}
