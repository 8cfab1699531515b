package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Run;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How the release is run, and on which targets. */
final class RunRules {
  private static final Pattern TARGET = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*");
  private static final Pattern HTTP_PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*");

  private RunRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    return Stream.concat(run(request.getRun()), targets(request.getTargets()));
  }

  private static Stream<Refusal> run(Run run) {
    Integer port = run.getPort();
    String health = run.getHealth();
    return Stream.of(
            Fault.unless(
                port == null || (port >= 1 && port <= 65535),
                Codes.RUN,
                "the app's port",
                "found " + port,
                "use 1 to 65535"),
            Fault.unless(
                health == null || (health.length() <= 200 && HTTP_PATH.matcher(health).matches()),
                Codes.RUN,
                "the health check's path",
                "found " + Shown.of(String.valueOf(health)),
                "use an absolute HTTP path, e.g. /healthz"),
            Fault.unless(
                health == null || port != null,
                Codes.RUN,
                "the health check's path",
                "there is no port to ask it on",
                "give run.port as well"))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> targets(List<Target> targets) {
    return Stream.of(
            Fault.unless(
                !targets.isEmpty(),
                Codes.TARGETS,
                "the targets",
                "found none",
                "name at least one, e.g. cpu-amd64"),
            targets.stream()
                .flatMap(target ->
                    Fault.unlessMatches(
                        TARGET,
                        64,
                        target.getName(),
                        Codes.TARGETS,
                        "the name of a target",
                        "use lower-case letters and digits with single - . _ inside")),
            Fault.unlessSorted(targets, Target::getName, Codes.TARGETS, "the targets"))
        .flatMap(faults -> faults);
  }
}
