package dev.mintmark.vendor.wheel;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.fixture.WheelFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder of wheels that pip looks in, and nowhere else. */
record Shelf(Path folder) {
  /** Puts a wheel there; gives its hash as a lock has it. */
  String add(String name, String version, String tag, String... requires) throws IOException {
    StringBuilder metadata =
        new StringBuilder(
            "Metadata-Version: 2.1\nName: %s\nVersion: %s\n".formatted(name, version));
    for (String each : requires) {
      metadata.append("Requires-Dist: ").append(each).append('\n');
    }
    String info = "%s-%s.dist-info/".formatted(name, version);
    WheelFixture wheel =
        WheelFixture.empty()
            .withoutRecord()
            .file(name + "/__init__.py", "TAG = '" + tag + "'\n")
            .file(
                info + "WHEEL",
                "Wheel-Version: 1.0\nGenerator: t (1)\nRoot-Is-Purelib: %s\nTag: %s\n\n"
                    .formatted(tag.endsWith("any"), tag))
            .file(info + "METADATA", metadata.toString());
    StringBuilder record = new StringBuilder();
    wheel.all().stream()
        .filter(member -> !member.path().endsWith("RECORD"))
        .forEach(member ->
            record
                .append(member.path())
                .append(',')
                .append(WheelFixture.hash(member.content()))
                .append('\n'));
    record.append(info).append("RECORD,,\n");
    byte[] bytes = wheel.unrecorded(info + "RECORD", record.toString()).build();
    Files.write(folder.resolve("%s-%s-%s.whl".formatted(name, version, tag)), bytes);
    return Digest.of(bytes).toString();
  }

  /** The test's environment, in which pip has this index and no other. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("PIP_"));
    environment.put("PIP_CONFIG_FILE", "/dev/null");
    environment.put("PIP_NO_INDEX", "1");
    environment.put("PIP_FIND_LINKS", folder.toString());
    return environment;
  }
}
