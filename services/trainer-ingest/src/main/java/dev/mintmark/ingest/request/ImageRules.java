package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the image is made of, apart from its files. */
final class ImageRules {
  private static final Set<String> PLATFORMS = Set.of("linux/amd64", "linux/arm64");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ImageRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    Image image = request.getImage();
    return Stream.of(
            platforms(image.getPlatforms()),
            entrypoint(image.getEntrypoint()),
            environment(image.getEnv()))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> platforms(List<String> platforms) {
    return Stream.of(
            Fault.unless(
                !platforms.isEmpty(),
                Codes.PLATFORMS,
                "the image's platforms",
                "found none",
                "name at least one of " + known()),
            platforms.stream()
                .flatMap(platform ->
                    Fault.unless(
                        PLATFORMS.contains(platform),
                        Codes.PLATFORMS,
                        "the platform " + Shown.of(platform),
                        "it is not known",
                        "use some of " + known())),
            Fault.unlessSorted(
                platforms, platform -> platform, Codes.PLATFORMS, "the image's platforms"))
        .flatMap(faults -> faults);
  }

  private static String known() {
    return String.join(", ", PLATFORMS.stream().sorted().toList());
  }

  private static Stream<Refusal> entrypoint(List<String> entrypoint) {
    return Stream.concat(
        Fault.unless(
            !entrypoint.isEmpty() && !entrypoint.getFirst().isBlank(),
            Codes.ENTRYPOINT,
            "the entrypoint",
            "it is empty",
            "give the command that runs the app, e.g. [\"/app/serve\"]"),
        entrypoint.stream()
            .flatMap(word ->
                Fault.unless(
                    word.indexOf('\0') < 0,
                    Codes.ENTRYPOINT,
                    "the entrypoint's word " + Shown.of(word),
                    "it holds a NUL",
                    "leave it out: no process can be started with it")));
  }

  private static Stream<Refusal> environment(List<NameValue> environment) {
    return Stream.of(
            environment.stream()
                .flatMap(setting ->
                    Fault.unlessMatches(
                        VARIABLE,
                        128,
                        setting.getName(),
                        Codes.ENVIRONMENT,
                        "the name of an environment variable",
                        "use letters, digits and _, not beginning with a digit")),
            environment.stream()
                .flatMap(setting ->
                    Fault.unless(
                        setting.getValue().chars().noneMatch(c -> c == 0 || c == '\n'),
                        Codes.ENVIRONMENT,
                        "the environment variable " + setting.getName(),
                        "its value holds a NUL or a line end",
                        "put such data into a file of the app")),
            Fault.unlessSorted(
                environment, NameValue::getName, Codes.ENVIRONMENT, "the environment"))
        .flatMap(faults -> faults);
  }
}
