package dev.mintmark.cli.request;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a release file's paths lead.
 *
 * @param releaseFile the folder of the release file itself
 * @param inputs what {@code ${inputs}} means; empty when no {@code --inputs} was given
 * @param targets the folder of the target profiles, {@code <name>.yaml}
 */
public record InputFolders(Path releaseFile, Optional<Path> inputs, Path targets) {}
