package dev.mintmark.cli.command;

import dev.mintmark.vendor.client.Client;
import dev.mintmark.vendor.debian.MachineApt;
import dev.mintmark.vendor.wheel.Pip;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the plain demo says of the one that it is not. */
final class ServerClients {
  private ServerClients() {}

  /** One line: that its image holds no program, and whether the one that does can be made here. */
  static String words(Map<String, String> environment) {
    List<String> missing =
        List.of(MachineApt.of(environment, Optional.empty()).client(), Pip.of(environment).client())
            .stream()
            .filter(client -> !client.isThere())
            .map(Client::program)
            .toList();
    return "The image of this release holds no program. `mintmark demo --server` makes one that does, of Debian packages and wheels; "
        + (missing.isEmpty()
            ? "the clients that it takes are here."
            : "it takes %s, not on the PATH here.".formatted(String.join(" and ", missing)));
  }
}
