package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.RepositoryName;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a release goes.
 *
 * @param registry in the clear only on this machine, unless the text says so
 * @param repository empty for the one that the kit names
 */
public record Destination(URI registry, Optional<RepositoryName> repository) {
  private static final Pattern FORM =
      Pattern.compile("(https?://)?([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?(?:/(.*?)/?)?");
  private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");

  /**
   * Reads {@code HOST[:PORT][/REPOSITORY]}.
   *
   * @throws CommandException CLI-127 for any other form
   */
  public static Destination parse(String text) {
    Matcher matcher = FORM.matcher(text);
    boolean matches = matcher.matches();
    String repository = matches && matcher.group(4) != null ? matcher.group(4) : "";
    boolean named = !repository.isEmpty();
    if (!matches || (named && !RepositoryName.isValid(repository))) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-127",
          "cannot import to '%s': it is no registry; write HOST[:PORT][/REPOSITORY]"
              .formatted(text));
    }
    String port = matcher.group(3) == null ? "" : matcher.group(3);
    String usual = THIS_MACHINE.matcher(matcher.group(2)).matches() ? "http://" : "https://";
    String scheme = matcher.group(1) == null ? usual : matcher.group(1);
    return new Destination(
        URI.create(scheme + matcher.group(2) + port),
        named ? Optional.of(new RepositoryName(repository)) : Optional.empty());
  }
}
