package dev.mintmark.image;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a peer left in the benchmark's registry, in OCI's formats or in Docker's. */
record RegistryImages(URI registry, RepositoryName repository) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String ALL =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
          + LIST
          + ", application/vnd.docker.distribution.manifest.v2+json";
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\\s*\"(sha256:[0-9a-f]{64})\"");
  private static final Pattern SIZE = Pattern.compile("\"size\":\\s*(\\d+)");

  /** What a tag names. */
  Digest tagged(String tag) throws IOException, InterruptedException {
    return digest(get(tag));
  }

  /** All layers of an index's images, each counted once. */
  long layerBytes(String tag) throws IOException, InterruptedException {
    LinkedHashSet<String> layers = new LinkedHashSet<>();
    for (MatchResult child : DIGEST.matcher(get(tag).body()).results().toList()) {
      String manifest = get(child.group(1)).body();
      for (String layer : manifest.substring(manifest.indexOf("\"layers\"")).split("}", -1)) {
        layers.add(layer.replaceAll("(?s).*\\{", ""));
      }
    }
    return layers.stream()
        .flatMap(layer -> SIZE.matcher(layer).results())
        .mapToLong(size -> Long.parseLong(size.group(1)))
        .sum();
  }

  /** Lists the images that are tagged with their architectures in an index of that tag. */
  void index(String tag, List<String> architectures) throws IOException, InterruptedException {
    List<String> listed = new ArrayList<>();
    for (String architecture : architectures) {
      HttpResponse<String> manifest = get(architecture);
      listed.add(
          "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}}"
              .formatted(
                  manifest.headers().firstValue("Content-Type").orElseThrow(),
                  digest(manifest),
                  manifest.body().length(),
                  architecture));
    }
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(LIST, String.join(",", listed));
    HttpRequest put =
        HttpRequest.newBuilder(address(tag))
            .header("Content-Type", LIST)
            .PUT(BodyPublishers.ofString(index))
            .build();
    int status = HTTP.send(put, BodyHandlers.discarding()).statusCode();
    if (status != 201) {
      throw new IOException(address(tag) + " answered " + status);
    }
  }

  private static Digest digest(HttpResponse<String> manifest) {
    return Digest.parse(manifest.headers().firstValue("Docker-Content-Digest").orElseThrow());
  }

  private HttpResponse<String> get(String reference) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(address(reference)).header("Accept", ALL).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address(reference) + " answered " + answer.statusCode());
    }
    return answer;
  }

  private URI address(String reference) {
    return registry.resolve("/v2/" + repository + "/manifests/" + reference);
  }
}
