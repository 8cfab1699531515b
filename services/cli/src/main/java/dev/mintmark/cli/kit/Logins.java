package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.base.DockerConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Who comes to a registry: as a person says, or as {@code docker login} left it. */
public final class Logins {
  private Logins() {}

  /**
   * {@code USER:PASSWORD}.
   *
   * @throws CommandException CLI-128 for any other form
   */
  public static Credentials parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new CommandException(
          Exit.USAGE, "CLI-128", "cannot use --dest-creds: it is not USER:PASSWORD");
    }
    return Credentials.basic(text.substring(0, colon), text.substring(colon + 1));
  }

  /**
   * What {@link DockerConfig} has for exactly this registry; nobody where it has nothing.
   *
   * @throws CommandException CLI-128 when that cannot be understood
   */
  public static Credentials stored(Map<String, String> environment, URI registry) {
    try {
      return DockerConfig.of(environment).find(registry.getAuthority());
    } catch (VendorException e) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-128",
          "cannot use logins %s: %s; %s, or give --dest-creds"
              .formatted(e.subject(), e.found(), e.advice()),
          e);
    } catch (IOException e) {
      throw new CommandException(Exit.USAGE, "CLI-128", "cannot read logins: " + e, e);
    }
  }
}
