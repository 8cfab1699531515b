package dev.mintmark.sbom.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.junit.jupiter.api.Test;

class BomWriterTest {
  private final BomWriter writer = new BomWriter();

  private static Bom bom(Component... components) {
    Bom bom = new Bom();
    Metadata metadata = new Metadata();
    metadata.setTimestamp(new Date(1_780_000_000_000L));
    bom.setMetadata(metadata);
    bom.setComponents(List.of(components));
    return bom;
  }

  private static Part file() {
    return Part.of(Component.Type.FILE, "file", "file");
  }

  private Refusal refusal(Component component) {
    RefusedException thrown =
        catchThrowableOfType(
            RefusedException.class, () -> writer.write("image linux/arm64", bom(component)));
    return thrown.refusal();
  }

  @Test
  void refusesWhatTheSchemaDoesNotAllow() {
    Refusal refusal = refusal(file().hash(new Hash(Hash.Algorithm.SHA_256, "not hex")).build());

    assertThat(refusal.code()).isEqualTo("SBM-007");
    assertThat(refusal.subject()).isEqualTo("the bill of materials of image linux/arm64");
    assertThat(refusal.found()).contains("/components/0/hashes/0/content breaks its 'pattern'");
  }

  @Test
  void refusesWhatIsTooLargeToBeAttested() {
    Component[] many =
        IntStream.range(0, 40_000)
            .mapToObj(i ->
                Part.of(Component.Type.FILE, "file" + i, "/opt/" + "x".repeat(400) + i).build())
            .toArray(Component[]::new);
    RefusedException thrown =
        catchThrowableOfType(
            RefusedException.class, () -> writer.write("image linux/arm64", bom(many)));

    assertThat(thrown.refusal().code()).isEqualTo("SBM-018");
    assertThat(thrown.refusal().found()).contains("more than the 16777216 that");
  }

  @Test
  void refusesInTheSameWordsInEveryLocale() {
    Component wrong = file().hash(new Hash(Hash.Algorithm.SHA_256, "not hex")).build();
    Refusal expected = refusal(wrong);
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));

      assertThat(refusal(wrong)).isEqualTo(expected);
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void derivesTheSerialNumberFromTheContent() {
    BomDocument first = writer.write("x", bom(file().build()));
    BomDocument same = writer.write("x", bom(file().build()));
    BomDocument other = writer.write("x", bom(file().sha256(Digest.of(new byte[0])).build()));

    assertThat(same.serial()).isEqualTo(first.serial()).isNotEqualTo(other.serial());
    assertThat(first.serial().version()).isEqualTo(8);
    assertThat(first.serial().variant()).isEqualTo(2);
    assertThat(first.bytes())
        .asString()
        .contains("urn:uuid:" + first.serial())
        .doesNotContain("\r");
  }
}
