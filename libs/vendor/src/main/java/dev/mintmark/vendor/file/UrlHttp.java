package dev.mintmark.vendor.file;

import dev.mintmark.oci.OciException;
import dev.mintmark.oci.client.BodyStream;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GET requests to one address; sends nothing that says who asks. */
final class UrlHttp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern STRONG_TAG = Pattern.compile("\"[!#-~]{1,200}\"");

  private final URI address;
  private final HostRules hosts;
  private final HttpClient client;

  UrlHttp(FileSource.Url source, Set<String> listed) {
    this.address = source.address();
    this.hosts = HostRules.publicAnd(listed);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
  }

  /** A response whose body has not been read yet. */
  record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    /** Of the body; empty when the server does not say. */
    OptionalLong length() {
      return headers.firstValueAsLong("Content-Length");
    }

    /** Whether it says that its body begins at this byte of the file. */
    boolean startsAt(long byteNumber) {
      return headers
          .firstValue("Content-Range")
          .filter(range -> range.startsWith("bytes " + byteNumber + "-"))
          .isPresent();
    }

    /** What the server calls these very bytes; a weak tag may be of others. */
    Optional<String> strongTag() {
      return headers.firstValue("ETag").filter(tag -> STRONG_TAG.matcher(tag).matches());
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Gives answers of class 2xx and 416 back.
   *
   * @throws VendorException (VND-071) for a host that may not be asked, and for answers that
   *     repeating cannot change
   * @throws IOException when it may work later
   */
  Answer get(Map<String, String> headers) throws IOException {
    URI at = address;
    require(at, "the release names");
    Answer answer = send(at, headers);
    for (int i = 0; REDIRECTS.contains(answer.status()); i++) {
      answer.close();
      URI next = target(at, answer);
      if (i == MAX_REDIRECTS) {
        throw refused("it redirects without end", "name the address where the file is");
      }
      requireOwn(next);
      require(next, address + " redirects to");
      at = next;
      answer = send(at, headers);
    }
    int status = answer.status();
    if (status / 100 == 2 || status == 416) {
      return answer;
    }
    answer.close();
    if (status / 100 == 5 || status == 408 || status == 429) {
      throw new IOException(at + " answered " + status + "; try again later");
    }
    throw refused("it answers " + status, "name an address that gives the file to anybody");
  }

  private URI target(URI at, Answer answer) {
    try {
      return at.resolve(answer.headers().firstValue("Location").orElse(""));
    } catch (IllegalArgumentException e) {
      throw refused("it redirects to what is no address", "name the address where the file is");
    }
  }

  private void requireOwn(URI next) {
    boolean own =
        address.getAuthority().equalsIgnoreCase(next.getAuthority())
            && address.getScheme().equalsIgnoreCase(next.getScheme());
    if (!own && !hosts.lists(next)) {
      throw refused(
          "it redirects to " + next.getScheme() + "://" + next.getRawAuthority(),
          "name the address where the file is, or trust that host: --allow-host " + next.getHost());
    }
  }

  private void require(URI uri, String why) throws IOException {
    try {
      hosts.require(uri, why);
    } catch (OciException e) {
      throw refused(
          e.detail() + " (" + e.code() + ")",
          "name a public https address, or list its host: --allow-host HOST[:PORT]",
          e);
    }
  }

  private Answer send(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE).GET();
    headers.forEach(request::header);
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
      InputStream body = BodyStream.of(answer.body(), uri, PATIENCE);
      return new Answer(answer.statusCode(), answer.headers(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + uri);
    }
  }

  private VendorException refused(String found, String advice) {
    return refused(found, advice, null);
  }

  private VendorException refused(String found, String advice, @Nullable Throwable cause) {
    return new VendorException(VendorCode.ADDRESS, address.toString(), found, advice, cause);
  }

  @Override
  public void close() {
    client.close();
  }
}
