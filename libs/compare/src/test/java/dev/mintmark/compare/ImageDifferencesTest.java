package dev.mintmark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.mintmark.compare.source.Side;
import dev.mintmark.compare.testing.Found;
import dev.mintmark.compare.testing.Gzip;
import dev.mintmark.compare.testing.Images;
import dev.mintmark.compare.testing.Images.Parts;
import dev.mintmark.compare.testing.Models;
import dev.mintmark.compare.testing.Shelf;
import dev.mintmark.content.Artifact;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciMediaTypes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ImageDifferencesTest {
  private static final Parts USUAL = Parts.usual();

  @Test
  void saysSameOfTheSameImage() {
    assertThat(compare(USUAL)).isInstanceOf(Comparison.Same.class);
  }

  @Test
  void walksFromTheIndexIntoAFileOfALayer() {
    Parts planted = USUAL.withApp(Gzip.of(Images.appTar("{\"threshold\":0.75}")));

    assertThat(compare(planted).lines())
        .containsExactly(
            "manifest linux/amd64 > layer 1 > opt/app/config.json > $.threshold:"
                + " recorded 0.5, rebuilt 0.75");
  }

  @Test
  void walksIntoTheConfig() {
    Parts planted =
        USUAL.withConfig("{\"created\":\"2026-01-01T01:00:00+01:00\",\"os\":\"linux\"}");

    assertThat(Found.places(compare(planted)))
        .containsExactly("manifest linux/amd64 > config > $.created | time-zone");
  }

  @Test
  void walksIntoTheModelThatTheIndexNames() {
    ModelProto.Builder model = Models.model().toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setOpType("ConvInteger");

    assertThat(compare(USUAL.withModel(model.build().toByteArray())).lines())
        .containsExactly(
            "model cpu-amd64 > layer 0 > node 0 'conv1' (Conv) > op_type:"
                + " recorded Conv, rebuilt ConvInteger");
  }

  @Test
  void saysWhichBytesAreNotThere() {
    Shelf recorded = new Shelf();
    Shelf rebuilt = new Shelf();
    Artifact one = Images.put(USUAL, recorded);
    byte[] layer = Gzip.of(Images.appTar("{}"));
    Artifact two = Images.put(USUAL.withApp(layer), rebuilt);
    rebuilt.remove(Artifact.of(layer, OciMediaTypes.LAYER_GZIP).digest());

    assertThat(Found.compare(recorded.side(one), rebuilt.side(two), OciMediaTypes.INDEX).lines())
        .singleElement()
        .asString()
        .startsWith("manifest linux/amd64 > layer 1: recorded sha256:")
        .endsWith("whose bytes are not there");
  }

  @Test
  void saysWhenTheArtifactItselfIsNotThere() {
    Artifact missing = Artifact.of(new byte[] {1}, "text/plain");

    assertThat(
            Found.compare(new Shelf().side(missing), new Shelf().side(missing), "text/plain")
                .lines())
        .singleElement()
        .asString()
        .contains("whose bytes are not there");
  }

  @Test
  void neverSaysSameOfBytesThatDoNotHashToTheirName() {
    Shelf honest = new Shelf();
    Shelf echo = new Shelf();
    Artifact artifact = honest.put("text/plain", new byte[] {'a'});
    echo.damage(artifact.digest(), new byte[] {'b'});

    assertThat(
            Found.places(Found.compare(honest.side(artifact), echo.side(artifact), "text/plain")))
        .containsExactly("digest | -", "line 1 | -");
    assertThat(Found.places(Found.compare(echo.side(artifact), echo.side(artifact), "text/plain")))
        .containsExactly("digest | -");
  }

  @Test
  void aSourceThatFailsIsNoDifference() {
    Side failing =
        new Side(
            Artifact.of(new byte[0], "a/b").digest(),
            digest -> {
              throw new IOException("connection reset");
            });

    assertThatThrownBy(() -> Comparison.of(failing, Side.of(new byte[0]), "text/plain"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("connection reset");
  }

  @Test
  void saysTheSameWhateverTheLocaleAndTheZone() {
    Parts planted =
        USUAL
            .withConfig("{\"created\":\"2026-01-01T05:00:00Z\",\"os\":\"linux\"}")
            .withApp(Gzip.of(Images.appTar("{\"threshold\":0.123456789}")));
    byte[] first = CanonicalJson.write(compare(planted).json());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));

      assertThat(CanonicalJson.write(compare(planted).json())).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void givesItsResultAsJson() {
    Parts planted = USUAL.withConfig("{\"created\":\"2026-01-01T00:00:01Z\",\"os\":\"linux\"}");

    String json = compare(planted).json().toString();

    assertThat(json)
        .startsWith("{\"result\":\"different\",\"recorded\":\"sha256:")
        .endsWith(
            "\"differences\":[{\"place\":\"manifest linux/amd64 > config > $.created\","
                + "\"recorded\":\"\\\"2026-01-01T00:00:00Z\\\"\","
                + "\"rebuilt\":\"\\\"2026-01-01T00:00:01Z\\\"\",\"cause\":\"timestamp\"}],\"more\":0}");
    assertThat(compare(USUAL).json().toString()).startsWith("{\"result\":\"same\",\"digest\":");
  }

  @Test
  void tellsOfPlatformsThatOneSideHas() {
    String index = "{\"manifests\":[%s]}";
    String amd64 =
        "{\"digest\":\"sha256:%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}"
            .formatted("a".repeat(64));
    String arm64 = amd64.replace("amd64", "arm64");

    List<String> places =
        Found.places(
            index.formatted(amd64).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            index.formatted(arm64 + "," + amd64).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            OciMediaTypes.INDEX);

    assertThat(places).containsExactly("manifest linux/arm64 | -");
  }

  private static Comparison compare(Parts rebuilt) {
    return Found.compare(Images.side(USUAL), Images.side(rebuilt), OciMediaTypes.INDEX);
  }
}
