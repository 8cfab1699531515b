package dev.mintmark.bom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Spdx3Test {
  private static final String NO_ASSERTION =
      "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertion";

  private final JsonNode document = Spdx3.of(Sample.all());
  private final JsonNode graph = document.path("@graph");

  private JsonNode element(String type, String name) {
    for (JsonNode element : graph) {
      if (element.path("type").asText().equals(type)
          && element.path("name").asText().equals(name)) {
        return element;
      }
    }
    throw new AssertionError("no " + type + " " + name);
  }

  @Test
  void saysOfAPackageWhatCycloneDxSays() {
    JsonNode libc = element("software_Package", "libc6");

    assertThat(libc.path("software_packageUrl").asText())
        .isEqualTo("pkg:deb/debian/libc6@2?arch=amd64");
    assertThat(libc.path("software_packageVersion").asText()).isEqualTo("2");
    assertThat(libc.path("software_primaryPurpose").asText()).isEqualTo("library");
    assertThat(libc.path("comment").asText()).isEqualTo("recorded in /var/lib/dpkg/status");
    assertThat(element("Agent", "GNU Libc Maintainers").path("spdxId"))
        .isEqualTo(libc.path("suppliedBy"));
    JsonNode file = element("software_File", "/usr/lib/libc.so.6");
    assertThat(file.at("/verifiedUsing/0/algorithm").asText()).isEqualTo("sha256");
    assertThat(file.at("/verifiedUsing/0/hashValue").asText()).isEqualTo("ef".repeat(32));
    assertThat(file.at("/extension/0/extension_cdxProperty/0/extension_cdxPropValue").asText())
        .isEqualTo("0755");
  }

  @Test
  void saysOfAModelHowGoodItIsAndWhatItIsNotGoodFor() {
    JsonNode model = element("ai_AIPackage", "face-detect");

    assertThat(model.at("/ai_metric/0/value").asText()).isEqualTo("0.98");
    assertThat(model.at("/ai_metricDecisionThreshold/0/value").asText()).isEqualTo("0.97");
    assertThat(model.path("ai_limitation").asText()).isEqualTo("a; b");
    assertThat(relationships(model, "trainedOn"))
        .containsExactly(element("dataset_DatasetPackage", "faces").path("spdxId").asText());
    assertThat(relationships(model, "descendantOf"))
        .containsExactly(element("ai_AIPackage", "face-detect (float)").path("spdxId").asText());
  }

  private Set<String> relationships(JsonNode from, String type) {
    Set<String> to = new HashSet<>();
    for (JsonNode element : graph) {
      if (element.path("relationshipType").asText().equals(type)
          && element.path("from").equals(from.path("spdxId"))) {
        element.path("to").forEach(each -> to.add(each.asText()));
      }
    }
    return to;
  }

  @Test
  void keepsApartWhatShipsAndWhatTheDeviceMustHave() {
    JsonNode image = element("software_Package", "vision/face-detect");

    assertThat(relationships(image, "hasRequirement"))
        .containsExactly(element("software_Package", "hailo_pci").path("spdxId").asText());
    assertThat(relationships(image, "contains"))
        .containsExactly(element("software_Package", "libc6").path("spdxId").asText());
  }

  @Test
  void namesEachElementOnceAndNoneThatIsNotThere() {
    Set<String> given = new HashSet<>();
    for (JsonNode element : graph) {
      String id = element.path(element.has("spdxId") ? "spdxId" : "@id").asText();
      assertThat(given.add(id)).as(id).isTrue();
    }
    for (JsonNode element : graph) {
      for (String field : new String[] {"to", "element", "rootElement", "createdBy"}) {
        element
            .path(field)
            .forEach(id -> {
              if (!id.asText().equals(NO_ASSERTION)) {
                assertThat(given).contains(id.asText());
              }
            });
      }
      if (element.has("from")) {
        assertThat(given).contains(element.path("from").asText());
      }
    }
  }

  @Test
  void isTheSameEachTime() {
    assertThat(CanonicalJson.write(Spdx3.of(Sample.all())))
        .isEqualTo(CanonicalJson.write(Spdx3.of(Sample.all())));
  }

  /** SPDX's own bindings know each class, its properties, and which of them have to be there. */
  @Test
  void isWhatSpdxsOwnBindingsRead(@TempDir Path folder) throws Exception {
    String tools = Path.of("../../target/tools").toAbsolutePath().normalize().toString();
    String python =
        System.getenv().getOrDefault("MINTMARK_SPDX_PYTHON", tools + "/spdx/bin/python3");
    assumeTrue(
        Files.isExecutable(Path.of(python)),
        python
            + " with spdx-python-model is not there; run contract-tests/tools/get-spdx.sh "
            + tools
            + ", or name another in MINTMARK_SPDX_PYTHON");
    Path file = folder.resolve("release.spdx.json");
    Files.write(file, CanonicalJson.write(Spdx3.of(Sample.all())));

    assertThat(read(python, file)).isEqualTo("ok, not found: " + NO_ASSERTION);

    Files.writeString(file, Files.readString(file).replace("trainedOn", "trainedBy"));
    assertThat(read(python, file)).as("a word that SPDX does not have").doesNotStartWith("ok");
  }

  private static String read(String python, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python,
                "-c",
                """
                import io, sys
                from spdx_python_model import v3_0_1 as spdx
                objects = spdx.SHACLObjectSet()
                with open(sys.argv[1], "rb") as f:
                    spdx.JSONLDDeserializer().read(f, objects)
                missing = objects.link()
                spdx.JSONLDSerializer().write(objects, io.BytesIO())
                print("ok, not found:", *missing)
                """,
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return said;
  }
}
