package dev.mintmark.bom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.json.CanonicalJson;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergedBomTest {
  private final JsonNode merged = MergedBom.of(Sample.INDEX, Sample.all());

  @Test
  void isOfTheReleaseAsAWhole() {
    JsonNode subject = merged.at("/metadata/component");

    assertThat(subject.at("/hashes/0/content").asText()).isEqualTo("12".repeat(32));
    assertThat(subject.path("purl").asText())
        .isEqualTo("pkg:oci/face-detect@sha256%3A" + "12".repeat(32) + "?tag=v1.0.0%2Bb");
    assertThat(merged.at("/dependencies/0/dependsOn"))
        .extracting(JsonNode::asText)
        .containsExactly("linux/amd64 subject", "linux/arm64 subject", "model cpu-amd64 subject");
  }

  @Test
  void givesEveryNameOnceAndUsesNoOther() {
    Set<String> given = new HashSet<>(Set.of("release"));
    collect(merged.path("components"), given);
    for (JsonNode dependency : merged.path("dependencies")) {
      assertThat(given).contains(dependency.path("ref").asText());
      dependency.path("dependsOn").forEach(on -> assertThat(given).contains(on.asText()));
    }
    for (JsonNode composition : merged.path("compositions")) {
      composition.path("assemblies").forEach(on -> assertThat(given).contains(on.asText()));
      composition.path("dependencies").forEach(on -> assertThat(given).contains(on.asText()));
    }
    assertThat(merged.findValuesAsText("ref")).contains("model cpu-amd64 dataset:training");
  }

  private static void collect(JsonNode components, Set<String> given) {
    for (JsonNode component : components) {
      String ref = component.path("bom-ref").asText();
      assertThat(given.add(ref)).as(ref).isTrue();
      collect(component.path("components"), given);
      collect(component.at("/pedigree/ancestors"), given);
    }
  }

  @Test
  void isTheSameEachTimeAndLeavesItsSourcesAlone() {
    var documents = Sample.all();
    byte[] first = CanonicalJson.write(MergedBom.of(Sample.INDEX, documents));

    assertThat(CanonicalJson.write(MergedBom.of(Sample.INDEX, documents))).isEqualTo(first);
    assertThat(CanonicalJson.write(MergedBom.of(Sample.INDEX, Sample.all()))).isEqualTo(first);
    assertThat(merged.path("serialNumber").asText()).matches("urn:uuid:[0-9a-f-]{13}-8.*");
  }

  @Test
  void takesNothingButCycloneDx() {
    assertThatThrownBy(() -> Bom.parse("x", "{\"bomFormat\":\"SPDX\"}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not CycloneDX 1.6");
  }
}
