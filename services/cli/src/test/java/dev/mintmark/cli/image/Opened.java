package dev.mintmark.cli.image;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.oci.client.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** What the tests of images share. */
final class Opened {
  static final Console QUIET =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(new StringWriter()),
          false,
          false,
          false);

  private Opened() {}

  static ImageSource byTag(SmallImage image) {
    return open(image, SmallImage.REPOSITORY + ":v1.0.0");
  }

  static ImageSource byDigest(SmallImage image) {
    return open(image, SmallImage.REPOSITORY + "@" + image.index.digest());
  }

  static ImageSource open(SmallImage image, String reference) {
    return RegistryImage.of(
        image.registry.uri(),
        ImageReference.parse(reference),
        Credentials.anonymous(),
        Optional.empty());
  }
}
