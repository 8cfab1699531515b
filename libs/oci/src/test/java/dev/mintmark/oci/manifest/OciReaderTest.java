package dev.mintmark.oci.manifest;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OciReaderTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String CONFIG =
      "{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'" + DIGEST + "','size':2}";
  private static final String GOOD =
      "{'schemaVersion':2,'mediaType':'"
          + OciMediaTypes.MANIFEST
          + "','config':"
          + CONFIG
          + ",'layers':["
          + CONFIG
          + "]}";

  private static byte[] json(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(UTF_8);
  }

  static Stream<Arguments> badManifests() {
    return Stream.of(
        Arguments.of("nothing", "", "OCI-005"),
        Arguments.of("not JSON", "hello", "OCI-005"),
        Arguments.of("cut", GOOD.substring(0, GOOD.length() - 1), "OCI-005"),
        Arguments.of("a list", "[]", "OCI-005"),
        Arguments.of("null", "null", "OCI-005"),
        Arguments.of("two documents", GOOD + GOOD, "OCI-005"),
        Arguments.of("byte order mark", "\ufeff" + GOOD, "OCI-005"),
        Arguments.of("a comment", GOOD + "//", "OCI-005"),
        Arguments.of(
            "a key twice",
            GOOD.replace("{'schemaVersion'", "{'layers':[],'schemaVersion'"),
            "OCI-005"),
        Arguments.of(
            "a nested key twice", GOOD.replace("'size':2", "'size':1,'size':2"), "OCI-005"),
        Arguments.of("deep", "[".repeat(100) + "]".repeat(100), "OCI-005"),
        Arguments.of("schema version 1", GOOD.replace(":2,'media", ":1,'media"), "OCI-008"),
        Arguments.of("schema version text", GOOD.replace(":2,'media", ":'2','media"), "OCI-008"),
        Arguments.of(
            "an index",
            "{'schemaVersion':2,'mediaType':'" + OciMediaTypes.INDEX + "','manifests':[]}",
            "OCI-007"),
        Arguments.of(
            "Docker's type",
            GOOD.replace(
                OciMediaTypes.MANIFEST, "application/vnd.docker.distribution.manifest.v2+json"),
            "OCI-007"),
        Arguments.of(
            "manifest and index at once",
            GOOD.replace("'config'", "'manifests':[],'config'"),
            "OCI-008"),
        Arguments.of("no config", "{'schemaVersion':2,'layers':[]}", "OCI-008"),
        Arguments.of("no layers", "{'schemaVersion':2,'config':" + CONFIG + "}", "OCI-008"),
        Arguments.of("layers not a list", GOOD.replace("[", "{'x':").replace("]", "}"), "OCI-008"),
        Arguments.of("a layer that is a text", GOOD.replace("[", "['x',"), "OCI-008"),
        Arguments.of("no digest", GOOD.replace("'digest'", "'d'"), "OCI-008"),
        Arguments.of("short digest", GOOD.replace("abab", "ab"), "OCI-008"),
        Arguments.of("upper-case digest", GOOD.replace("ab", "AB"), "OCI-008"),
        Arguments.of("another algorithm", GOOD.replace("sha256", "sha512"), "OCI-008"),
        Arguments.of("path as digest", GOOD.replace("sha256:", "../../"), "OCI-008"),
        Arguments.of("negative size", GOOD.replace("'size':2", "'size':-2"), "OCI-008"),
        Arguments.of("fractional size", GOOD.replace("'size':2", "'size':2.0"), "OCI-008"),
        Arguments.of(
            "size over 63 bits", GOOD.replace("'size':2", "'size':9223372036854775808"), "OCI-008"),
        Arguments.of("size as text", GOOD.replace("'size':2", "'size':'2'"), "OCI-008"),
        Arguments.of(
            "bad media type",
            GOOD.replace("application/vnd.oci.image.config.v1+json", "x y"),
            "OCI-008"),
        Arguments.of(
            "annotation not text",
            GOOD.replace("'config'", "'annotations':{'a':1},'config'"),
            "OCI-008"),
        Arguments.of(
            "subject not an object", GOOD.replace("'config'", "'subject':'x','config'"), "OCI-008"),
        Arguments.of(
            "empty config without type", GOOD.replace("image.config", "empty"), "OCI-008"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badManifests")
  void refusesAManifestThatIs(String name, String json, String code) {
    assertThatThrownBy(() -> OciReader.manifest(json(json)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("(" + code + ")");
  }

  @Test
  void acceptsUnknownFieldsAndAMissingMediaType() {
    Manifest manifest =
        OciReader.manifest(
            json(
                "{'future':[{}],'schemaVersion':2,'config':"
                    + CONFIG
                    + ",'layers':[],'subject':null}"));

    assertThat(manifest.layers()).isEmpty();
    assertThat(manifest.subject()).isNull();
  }

  @Test
  void refusesMoreThanFourMebibytes() {
    byte[] padded = json(GOOD + " ".repeat(OciReader.MAX_BYTES));

    assertThatThrownBy(() -> OciReader.manifest(padded)).hasMessageContaining("OCI-006");
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    byte[] utf16 = GOOD.replace('\'', '"').getBytes(UTF_16);
    byte[] broken = json(GOOD);
    broken[2] = (byte) 0xff;

    assertThatThrownBy(() -> OciReader.manifest(utf16)).hasMessageContaining("OCI-005");
    assertThatThrownBy(() -> OciReader.manifest(broken)).hasMessageContaining("not UTF-8");
  }

  @Test
  void refusesAnIndexThatIsAManifestToo() {
    assertThatThrownBy(
            () -> OciReader.index(json("{'schemaVersion':2,'manifests':[],'config':{}}")))
        .hasMessageContaining("CVE-2021-41190");
    assertThatThrownBy(
            () -> OciReader.index(json("{'schemaVersion':2,'manifests':[],'layers':[]}")))
        .hasMessageContaining("OCI-008");
  }

  @Test
  void refusesAnIndexWithTooManyManifests() {
    String many = "{},".repeat(10_000) + "{}";

    assertThatThrownBy(
            () -> OciReader.index(json("{'schemaVersion':2,'manifests':[" + many + "]}")))
        .hasMessageContaining("the limit is 10000");
  }

  @Test
  void readsByTheMediaTypeAndRefusesOthers() {
    assertThat(OciReader.read(OciMediaTypes.MANIFEST, json(GOOD))).isInstanceOf(Manifest.class);
    assertThatThrownBy(() -> OciReader.read("text/html", json(GOOD)))
        .hasMessageContaining("text/html")
        .hasMessageContaining("OCI-007");
  }

  @Test
  void takesArm64WithItsBaselineVariantForArm64() {
    ImageIndex index =
        OciReader.index(
            json(
                "{'schemaVersion':2,'manifests':[{'mediaType':'"
                    + OciMediaTypes.MANIFEST
                    + "','digest':'"
                    + DIGEST
                    + "','size':1,'platform':{'os':'linux','architecture':'arm64','variant':'v8'}}]}"));

    assertThat(index.manifests().getFirst().platform())
        .isEqualTo(dev.mintmark.oci.Platform.LINUX_ARM64);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badConfigs")
  void refusesAConfigWith(String name, String json) {
    assertThatThrownBy(() -> OciReader.config(json(json))).hasMessageContaining("OCI-008");
  }

  static Stream<Arguments> badConfigs() {
    String good = "{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':[]}}";
    assertThat(OciReader.config(json(good)).diffIds()).isEmpty();
    return Stream.of(
        Arguments.of("no rootfs", "{'os':'linux','architecture':'amd64'}"),
        Arguments.of("another rootfs", good.replace("layers", "vm")),
        Arguments.of("a bad diffID", good.replace("[]", "['latest']")),
        Arguments.of("no architecture", good.replace("architecture", "arch")),
        Arguments.of("a bad time", good.replace("{'os'", "{'created':'now','os'")),
        Arguments.of(
            "a variable without value", good.replace("{'os'", "{'config':{'Env':['X']},'os'")),
        Arguments.of("more history than layers", good.replace("{'os'", "{'history':[{}],'os'")));
  }
}
