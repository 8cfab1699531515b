package dev.mintmark.cli.vendor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the outside is reached.
 *
 * @param environment of the clients
 * @param mirror apt sources in place of the machine's own
 * @param hosts that may have private addresses
 */
public record Outside(Map<String, String> environment, Optional<Path> mirror, Set<String> hosts) {}
