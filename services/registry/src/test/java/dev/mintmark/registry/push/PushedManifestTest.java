package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.registry.serve.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushedManifestTest {
  private static final String HEX = "ab".repeat(32);
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** JSON with quotes for apostrophes, D for a digest, L for a list of no layers. */
  private static byte[] json(String text) {
    return text.replace('\'', '"')
        .replace("D9", "sha256:" + HEX)
        .replace(
            "C9", "\"config\":{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + HEX + "\",\"size\":2}")
        .getBytes(UTF_8);
  }

  private static PushedManifest read(String contentType, String text) {
    return PushedManifest.read(contentType, json(text));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {OciMediaTypes.MANIFEST, DOCKER})
  void readsAnImageOfEitherKind(String type) {
    PushedManifest manifest =
        read(
            type + "; charset=utf-8",
            "{'schemaVersion':2,C9,'layers':[{'mediaType':'x/y','digest':'D9','size':7}],'extra':[1]}");

    assertThat(manifest.mediaType()).isEqualTo(type);
    assertThat(manifest.parts())
        .containsExactly(
            new PushedManifest.Part(new Digest(HEX), 2, PushedManifest.Kind.BLOB, false),
            new PushedManifest.Part(new Digest(HEX), 7, PushedManifest.Kind.BLOB, false));
    assertThat(manifest.artifactType()).isEqualTo("a/b");
    assertThat(manifest.subject()).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {OciMediaTypes.INDEX, DOCKER_LIST})
  void readsAListOfEitherKind(String type) {
    PushedManifest manifest =
        read(
            type,
            "{'schemaVersion':2,'manifests':[{'mediaType':'"
                + OciMediaTypes.MANIFEST
                + "','digest':'D9','size':7},{'mediaType':'x/y','digest':'D9','size':8}]}");

    assertThat(manifest.parts())
        .extracting(PushedManifest.Part::kind)
        .containsExactly(PushedManifest.Kind.MANIFEST, PushedManifest.Kind.EITHER);
  }

  @Test
  void takesTheTypeFromTheManifestWhereNoneIsSent() {
    String text = "{'schemaVersion':2,'mediaType':'" + DOCKER + "',C9,'layers':[]}";

    assertThat(PushedManifest.read(null, json(text)).mediaType()).isEqualTo(DOCKER);
  }

  @Test
  void readsWhatItRefersTo() {
    PushedManifest manifest =
        read(
            OciMediaTypes.MANIFEST,
            "{'schemaVersion':2,'artifactType':'c/d',C9,'layers':[],'subject':{'mediaType':'x/y','digest':'D9','size':1},'annotations':{'k':'v'}}");

    assertThat(manifest.subject()).isEqualTo(new Digest(HEX));
    assertThat(manifest.artifactType()).isEqualTo("c/d");
    assertThat(manifest.annotations()).containsEntry("k", "v");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, ['https://a.example/x'], true",
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, ['https://a.example/x'], true",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, [], false",
    "application/vnd.oci.image.layer.v1.tar+gzip, ['https://a.example/x'], false"
  })
  void letsOnlyLayersFromElsewhereBeAbsent(String type, String urls, boolean elsewhere) {
    PushedManifest manifest =
        read(
            OciMediaTypes.MANIFEST,
            "{'schemaVersion':2,C9,'layers':[{'mediaType':'"
                + type
                + "','digest':'D9','size':7,'urls':"
                + urls.replace('|', ',')
                + "}]}");

    assertThat(manifest.parts().getLast().elsewhere()).isEqualTo(elsewhere);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          application/vnd.docker.distribution.manifest.v1+json | {'schemaVersion':1}
          application/json                            | {'schemaVersion':2,C9,'layers':[]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':1,C9,'layers':[]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9,'layers':[],'manifests':[]}
          application/vnd.oci.image.index.v1+json     | {'schemaVersion':2,C9,'manifests':[]}
          application/vnd.oci.image.index.v1+json     | {'schemaVersion':2,'mediaType':'application/vnd.oci.image.manifest.v1+json','manifests':[]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,'layers':[]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9,'layers':[{'mediaType':'x/y','digest':'sha512:00','size':7}]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9,'layers':[{'mediaType':'x/y','digest':'D9','size':-7}]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9,'layers':[],'layers':[]}
          application/vnd.oci.image.manifest.v1+json  | {'schemaVersion':2,C9,'layers':[]}{}
          application/vnd.oci.image.manifest.v1+json  | []
          application/vnd.oci.image.manifest.v1+json  | not json
          """)
  void refusesWhatIsNoManifest(String type, String text) {
    assertThatThrownBy(() -> read(type, text))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.code()).isEqualTo("MANIFEST_INVALID");
            })
        .hasMessageContaining("REG-022");
  }
}
