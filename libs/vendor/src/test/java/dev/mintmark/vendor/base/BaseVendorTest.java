package dev.mintmark.vendor.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseVendorTest {
  private static final List<String> BOTH = List.of("linux/arm64", "linux/amd64");

  @TempDir private Path folder;

  private HttpServer server;
  private String host = "";

  /** Where every question is sent, and what is asked of everyone; empty for no such thing. */
  private String redirect = "";

  private String challenge = "";
  private VendorStore store;
  private Digest index = Digest.of(new byte[0]);
  private final Map<String, byte[]> content = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/team/base/", this::answer);
    server.start();
    host = "127.0.0.1:" + server.getAddress().getPort();
    store = new VendorStore(folder.resolve("vendor"));
    Descriptor shared = put("the same for all", "application/vnd.oci.image.layer.v1.tar+gzip");
    Map<Platform, Descriptor> manifests = new HashMap<>();
    for (Platform platform :
        List.of(
            Platform.LINUX_AMD64,
            Platform.parse("linux/arm64/v8"),
            Platform.parse("linux/riscv64"))) {
      Descriptor config = put("{\"for\":\"" + platform + "\"}", OciMediaTypes.CONFIG);
      Descriptor own = put("layer of " + platform, "application/vnd.oci.image.layer.v1.tar");
      Manifest manifest = Manifest.image(config, List.of(shared, own), Map.of());
      manifests.put(platform, put(new String(manifest.bytes(), UTF_8), OciMediaTypes.MANIFEST));
    }
    ImageIndex all = ImageIndex.ofPlatforms(manifests, Map.of());
    index = put(new String(all.bytes(), UTF_8), OciMediaTypes.INDEX).digest();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesWhatTheBuiltPlatformsNeedAndNoMore() throws IOException {
    Fetched fetched = fetch(BOTH);

    // Index, two manifests, two configs, two layers of their own and one that they share.
    assertThat(fetched.fetched()).isEqualTo(8);
    List<Artifact> parts = BaseImage.parts(store, index, BOTH);
    assertThat(parts).hasSize(8).isSortedAccordingTo((a, b) -> a.digest().compareTo(b.digest()));
    for (Artifact part : parts) {
      assertThat(Digest.of(store.path(part.digest()))).isEqualTo(part.digest());
    }
    assertThat(parts).extracting(Artifact::mediaType).contains(OciMediaTypes.INDEX);
  }

  @Test
  void fetchesABaseInDockersFormat() throws IOException {
    Descriptor layer = put("layer", "application/vnd.docker.image.rootfs.diff.tar.gzip");
    index = docker(layer).digest();

    assertThat(fetch(List.of("linux/arm64")).fetched()).isEqualTo(4);

    List<Artifact> parts = BaseImage.parts(store, index, List.of("linux/arm64"));
    assertThat(parts)
        .extracting(Artifact::mediaType)
        .containsExactlyInAnyOrder(
            BaseDocument.DOCKER_LIST,
            BaseDocument.DOCKER_MANIFEST,
            OciMediaTypes.CONFIG,
            OciMediaTypes.LAYER_GZIP);
    assertThat(Digest.of(store.path(layer.digest()))).isEqualTo(layer.digest());
  }

  @Test
  void refusesForeignAndUnknownLayersAndSchema1() {
    for (String type :
        List.of(
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
            "application/vnd.oci.image.layer.v1.tar+zstd")) {
      Descriptor layer = put("layer", type);
      index = docker(layer).digest();

      VendorException e = refused(() -> fetch(List.of("linux/arm64")));

      assertThat(e.code()).isEqualTo(VendorCode.BASE);
      assertThat(e.found()).contains(type);
      assertThat(store.path(layer.digest())).doesNotExist();
    }
    index =
        put(
                "{\"schemaVersion\":1,\"name\":\"l4t\",\"tag\":\"r32\",\"architecture\":\"arm64\","
                    + "\"fsLayers\":[]}",
                BaseDocument.DOCKER_MANIFEST)
            .digest();
    assertThat(refused(() -> fetch(List.of("linux/arm64"))).found()).contains("schema 1");
  }

  /** A list with one image, as docker writes them. */
  private Descriptor docker(Descriptor layer) {
    Descriptor config = put("{}", "application/vnd.docker.container.image.v1+json");
    Descriptor manifest =
        put(
            "{\n   \"schemaVersion\": 2,\n   \"mediaType\": \"%s\",\n   \"config\": %s,\n   \"layers\": [\n%s\n   ]\n}"
                .formatted(BaseDocument.DOCKER_MANIFEST, entry(config), entry(layer)),
            BaseDocument.DOCKER_MANIFEST);
    String platform =
        ",\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}}";
    return put(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(BaseDocument.DOCKER_LIST, entry(manifest).replace("}", platform)),
        BaseDocument.DOCKER_LIST);
  }

  private static String entry(Descriptor each) {
    return "{\"mediaType\": \"%s\", \"size\": %d, \"digest\": \"%s\"}"
        .formatted(each.mediaType(), each.size(), each.digest());
  }

  @Test
  void fetchesNothingThatIsThereAndMissesWhatIsNot() throws IOException {
    fetch(List.of("linux/amd64"));
    asked.clear();

    assertThat(fetch(List.of("linux/amd64")).fetched()).isZero();
    assertThat(asked).isEmpty();
    assertThat(fetch(BOTH).fetched()).isEqualTo(3);
    assertThat(asked).hasSize(3);
  }

  @Test
  void goesOnWhereATransferWasCut() throws IOException {
    Digest layer = Digest.of("layer of linux/amd64".getBytes(UTF_8));
    Path part = store.work("blobs").resolve(layer.hex() + ".part");
    Files.writeString(part, "layer of");

    fetch(List.of("linux/amd64"));

    assertThat(asked).contains("/v2/team/base/blobs/" + layer + " bytes=8-");
  }

  @Test
  void keepsNoBytesThatTheRegistryChanged() {
    Digest layer = Digest.of("layer of linux/amd64".getBytes(UTF_8));
    content.put("/v2/team/base/blobs/" + layer, "LAYER of linux/amd64".getBytes(UTF_8));

    VendorException e = refused(() -> fetch(BOTH));

    assertThat(e.code()).isEqualTo(VendorCode.BASE);
    assertThat(e.found()).contains("OCI-010");
    assertThat(store.path(layer)).doesNotExist();
  }

  @Test
  void refusesABaseWithoutThePlatform() {
    VendorException e = refused(() -> fetch(List.of("linux/s390x")));

    assertThat(e.found()).contains("linux/s390x").contains("OCI-015");
  }

  @Test
  void refusesARegistryInsideOfThisNetworkThatIsNotListed() {
    BaseVendor vendor = new BaseVendor(store, DockerConfig.of(Map.of()), Set.of(), Watcher.NONE);

    VendorException e = refused(() -> vendor.fetch(reference(), BOTH));

    assertThat(e.found()).contains("OCI-016");
    assertThat(asked).isEmpty();
  }

  @Test
  void refusesABaseReferenceToAPrivateAddressThatIsNotListed() {
    for (String address :
        List.of("10.0.0.8", "169.254.169.254", "192.168.1.1:5000", "172.16.0.1")) {
      BaseReference base = BaseReference.parse(address + "/team/base@" + index).orElseThrow();
      BaseVendor vendor =
          new BaseVendor(store, DockerConfig.of(Map.of()), Set.of(host), Watcher.NONE);

      assertThat(refused(() -> vendor.fetch(base, BOTH)).found())
          .contains("OCI-016")
          .contains("not a public one");
    }
  }

  @Test
  void followsNoRedirectToAPrivateAddressThatIsNotListed() {
    redirect = "https://169.254.169.254/latest/meta-data";

    VendorException e = refused(() -> fetch(BOTH));

    assertThat(e.code()).isEqualTo(VendorCode.BASE);
    assertThat(e.found()).contains("OCI-016").contains("redirects").contains("169.254.169.254");
    assertThat(store.root().resolve("sha256"))
        .satisfiesAnyOf(
            folder -> assertThat(folder).doesNotExist(),
            folder -> assertThat(folder).isEmptyDirectory());
  }

  @Test
  void followsNoRedirectOffTheHostToAddressesWithoutTls() {
    redirect = "http://blobs.example.org/x";

    assertThat(refused(() -> fetch(BOTH)).found()).contains("OCI-016").contains("not https");
  }

  @Test
  void asksNoTokenServiceAtAPrivateAddressThatIsNotListed() {
    challenge = "Bearer realm=\"https://10.1.2.3/token\",service=\"r\",scope=\"x\"";

    VendorException e = refused(() -> fetch(BOTH));

    assertThat(e.code()).isEqualTo(VendorCode.BASE);
    assertThat(e.found()).contains("OCI-016").contains("10.1.2.3");
  }

  @Test
  void sendsTheCredentialsOfTheNamedHostAndNoOther() throws IOException {
    String mine = Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
    String other = Base64.getEncoder().encodeToString("you:other".getBytes(UTF_8));
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"%s\":{\"auth\":\"%s\"},\"example.org\":{\"auth\":\"%s\"}}}"
            .formatted(host, mine, other));

    new BaseVendor(
            store,
            DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString())),
            Set.of(host),
            Watcher.NONE)
        .fetch(reference(), BOTH);

    assertThat(names).isNotEmpty().containsOnly("Basic " + mine);
  }

  @Test
  void asksACredentialHelperForTheNamedHost() throws IOException {
    Path helper = folder.resolve("docker-credential-test");
    Files.writeString(
        helper,
        "#!/bin/sh\nread server\n[ \"$1 $server\" = \"get %s\" ] || exit 1\n".formatted(host)
            + "echo '{\"ServerURL\":\"x\",\"Username\":\"me\",\"Secret\":\"secret\"}'\n");
    helper.toFile().setExecutable(true);
    Files.writeString(folder.resolve("config.json"), "{\"credsStore\":\"test\"}");
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin");

    assertThat(DockerConfig.of(environment).find(host).header()).contains("Basic bWU6c2VjcmV0");
    assertThat(refused(() -> DockerConfig.of(environment).find("example.org")).code())
        .isEqualTo(VendorCode.CREDENTIALS);
  }

  @Test
  void readsReferences() {
    String pin = "@sha256:" + "ab".repeat(32);
    assertThat(BaseReference.parse("registry.example/debian" + pin)).isPresent();
    assertThat(BaseReference.parse("localhost:5000/a/b:12-slim" + pin)).isPresent();
    assertThat(BaseReference.parse("docker.io/python" + pin).orElseThrow().repository().value())
        .isEqualTo("library/python");
    for (String wrong :
        List.of(
            "debian" + pin,
            "registry.example/debian:12",
            "registry.example/debian@sha256:ab",
            "registry.example/De bian" + pin,
            "https://registry.example/debian" + pin,
            "user@registry.example/debian" + pin,
            "registry.example/../x" + pin)) {
      assertThat(BaseReference.parse(wrong)).as(wrong).isEmpty();
    }
  }

  private BaseReference reference() {
    return BaseReference.parse(host + "/team/base@" + index).orElseThrow();
  }

  private Fetched fetch(List<String> platforms) throws IOException {
    return new BaseVendor(store, DockerConfig.of(Map.of()), Set.of(host), Watcher.NONE)
        .fetch(reference(), platforms);
  }

  private static VendorException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
    return catchThrowableOfType(VendorException.class, c);
  }

  private Descriptor put(String text, String mediaType) {
    byte[] bytes = text.getBytes(UTF_8);
    Descriptor descriptor = Descriptor.of(Artifact.of(bytes, mediaType));
    boolean document =
        List.of(
                OciMediaTypes.INDEX,
                OciMediaTypes.MANIFEST,
                BaseDocument.DOCKER_LIST,
                BaseDocument.DOCKER_MANIFEST)
            .contains(mediaType);
    String path = "/v2/team/base/" + (document ? "manifests/" : "blobs/") + descriptor.digest();
    content.put(path, bytes);
    types.put(path, mediaType);
    return descriptor;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String range = exchange.getRequestHeaders().getFirst("Range");
      asked.add(range == null ? path : path + " " + range);
      names.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      byte[] bytes = content.get(path);
      if (!redirect.isEmpty() || !challenge.isEmpty()) {
        exchange
            .getResponseHeaders()
            .set(
                redirect.isEmpty() ? "WWW-Authenticate" : "Location",
                redirect.isEmpty() ? challenge : redirect);
        exchange.sendResponseHeaders(redirect.isEmpty() ? 401 : 307, -1);
        return;
      }
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", types.get(path));
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
      exchange.getResponseBody().write(bytes, from, bytes.length - from);
    }
  }
}
