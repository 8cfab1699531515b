package dev.mintmark.registry.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Tag;
import dev.mintmark.registry.link.Repository;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pushes cannot do where the line publishes. */
class ReleaseOutOfReachTest extends PushFixture {
  static Stream<PushCall> changes() {
    return Stream.of(
        new PushCall.Begin(LINE, null, null, null),
        new PushCall.Begin(LINE, BLOB.digest(), null, null),
        new PushCall.Begin(LINE, null, BLOB.digest(), ONE),
        new PushCall.PutManifest(LINE, "v1.0.0", OciMediaTypes.MANIFEST),
        new PushCall.PutManifest(LINE, "mine", OciMediaTypes.MANIFEST),
        new PushCall.DeleteManifest(LINE, "v1.0.0"),
        new PushCall.DeleteManifest(LINE, RELEASE.digest().toString()),
        new PushCall.DeleteBlob(LINE, RELEASE.digest()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void changesNothingWhereTheLinePublishes(PushCall call) {
    pushBlob(ONE, "layer");
    List<String> before = pointers.list("", null, 100);

    assertRefused(() -> call(call), 403, "DENIED", "REG-020");

    assertThat(pointers.list("", null, 100)).isEqualTo(before);
  }

  @Test
  void letsNoLinkOfAPushStandBeforeTheLines() {
    // As it would be if a push had begun before the line published.
    Repository pushed = Repository.pushed(pointers, LINE);
    pushed.linkManifest(BLOB);
    pushed.moveTag(new Tag("v1.0.0"), BLOB.digest());
    pushed.moveTag(new Tag("a"), BLOB.digest());

    assertThat(served(LINE).tag(new Tag("v1.0.0"))).contains(RELEASE.digest());
    assertThat(served(LINE).tags(null, 10)).containsExactly(new Tag("a"), new Tag("v1.0.0"));
    assertThat(served(LINE).tags("a", 10)).containsExactly(new Tag("v1.0.0"));
    assertThat(served(LINE).tags(null, 1)).containsExactly(new Tag("a"));
  }
}
