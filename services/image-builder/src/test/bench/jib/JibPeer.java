import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds the benchmark's images with Jib: one run for each platform, for Jib builds no OCI index of
 * its own, and writes the index itself. Arguments: registry as host:port, base by digest,
 * repository, context, cache.
 */
final class JibPeer {
  private static final Instant TIME = Instant.ofEpochSecond(1_780_000_000L);
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    String manifests = "http://" + args[0] + "/v2/" + args[2] + "/manifests/";
    List<String> listed = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      JibContainer built =
          Jib.from(args[0] + "/" + args[1])
              .setPlatforms(Set.of(new Platform(architecture, "linux")))
              .setFormat(ImageFormat.OCI)
              .setCreationTime(TIME)
              .setEntrypoint("/app/serve.sh")
              .setFileEntriesLayers(
                  List.of(
                      nativeLayer(Path.of(args[3]), architecture), appLayer(Path.of(args[3]))))
              .containerize(
                  Containerizer.to(
                          RegistryImage.named(args[0] + "/" + args[2] + ":" + architecture))
                      .setAllowInsecureRegistries(true)
                      .setBaseImageLayersCache(Path.of(args[4], "base"))
                      .setApplicationLayersCache(Path.of(args[4], "app"))
                      .setToolName("peer")
                      .setToolVersion("1"));
      String digest = built.getDigest().toString();
      HttpRequest get =
          HttpRequest.newBuilder(URI.create(manifests + digest)).header("Accept", MANIFEST).build();
      int size = HTTP.send(get, HttpResponse.BodyHandlers.ofByteArray()).body().length;
      listed.add(
          "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"}}"
              .formatted(MANIFEST, digest, size, architecture));
    }
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, String.join(",", listed));
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(manifests + "v1"))
            .header("Content-Type", INDEX)
            .PUT(HttpRequest.BodyPublishers.ofString(index))
            .build();
    int status = HTTP.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
    System.exit(status == 201 ? 0 : 1);
  }

  private static FileEntriesLayer nativeLayer(Path context, String architecture) {
    return FileEntriesLayer.builder()
        .setName("native")
        .addEntry(
            context.resolve("native/" + architecture + "/libnative.so"),
            AbsoluteUnixPath.get("/usr/lib/libnative.so"),
            FilePermissions.fromOctalString("755"),
            TIME,
            "0:0")
        .build();
  }

  private static FileEntriesLayer appLayer(Path context) throws Exception {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("app");
    try (Stream<Path> files = Files.walk(context.resolve("app"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        layer.addEntry(
            file,
            AbsoluteUnixPath.get("/" + context.relativize(file)),
            FilePermissions.fromOctalString(file.toString().endsWith(".sh") ? "755" : "644"),
            TIME,
            "0:0");
      }
    }
    return layer.build();
  }
}
