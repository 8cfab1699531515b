package dev.mintmark.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed requests (version 4) for paths that no client library would send as they are. */
final class S3Requests implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String BODY = "UNSIGNED-PAYLOAD";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;

  S3Requests(URI endpoint, String accessKey, String secretKey) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  /**
   * @param path as it goes over the wire
   * @param query sorted, as it goes over the wire
   */
  HttpResponse<String> send(
      String method, String path, String query, Map<String, String> more, String body)
      throws Exception {
    String time = TIME.format(Instant.now());
    SortedMap<String, String> headers = new TreeMap<>(more);
    headers.put("x-amz-content-sha256", BODY);
    headers.put("x-amz-date", time);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + path + (query.isEmpty() ? "" : "?" + query)))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    headers.put("host", endpoint.getAuthority());
    request.header("authorization", authorization(method, path, query, headers, time));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Without a signature. */
  HttpResponse<String> sendUnsigned(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }

  private String authorization(
      String method, String path, String query, SortedMap<String, String> headers, String time)
      throws GeneralSecurityException {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String signed = String.join(";", headers.keySet());
    String canonical = String.join("\n", method, path, query, lines, signed, BODY);
    String scope = time.substring(0, 8) + "/us-east-1/s3/aws4_request";
    String text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
    byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
    for (String word : scope.split("/")) {
      key = hmac(key, word);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(accessKey, scope, signed, HexFormat.of().formatHex(hmac(key, text)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
