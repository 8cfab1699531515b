package dev.mintmark.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(VersionProvider.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
    return new String[] {"mintmark " + version};
  }
}
