package dev.mintmark.launcher.service;

import dev.mintmark.embedded.process.Guard;
import dev.mintmark.embedded.process.NativeMemory;
import dev.mintmark.embedded.process.SharedClasses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All it takes to start a service's process.
 *
 * @param name of the service
 * @param command its command line
 * @param sharedClasses what its JVM keeps between runs
 * @param directory its working directory
 * @param configuration its properties file
 * @param log where both of its outputs go
 * @param url where it will listen
 * @param environment variables beside those that each service has, or instead of them
 */
record ServiceLaunch(
    String name,
    List<String> command,
    SharedClasses sharedClasses,
    Path directory,
    Path configuration,
    Path log,
    URI url,
    Map<String, String> environment) {
  private static final List<String> PASSED_ON = List.of("PATH", "HOME", "USER", "LOGNAME");

  /**
   * Starts it, to end with this JVM. Its environment is small and its own: a variable of the user's
   * must not change a service's configuration.
   */
  Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Guard.command("TERM", command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> variables = builder.environment();
    variables.keySet().retainAll(PASSED_ON);
    variables.put("LANG", "C.UTF-8");
    variables.put("TZ", "UTC");
    variables.putAll(environment);
    variables.putAll(NativeMemory.ENVIRONMENT);
    variables.put("SMALLRYE_CONFIG_LOCATIONS", configuration.toUri().toString());
    return builder.start();
  }
}
