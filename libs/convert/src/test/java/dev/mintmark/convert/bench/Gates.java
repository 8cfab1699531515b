package dev.mintmark.convert.bench;

import dev.mintmark.quantizer.gate.Gate;
import java.util.Map;
import java.util.TreeMap;

/** Gates from the words of a command line. */
final class Gates {
  private Gates() {}

  /**
   * A gate.
   *
   * @param parameters {@code name=value}, semicolon between them
   */
  static Gate of(String metric, String parameters, double minimum) {
    Map<String, String> settings = new TreeMap<>();
    for (String parameter : parameters.split(";")) {
      settings.put(
          parameter.substring(0, parameter.indexOf('=')),
          parameter.substring(parameter.indexOf('=') + 1));
    }
    return Gate.of(metric, minimum, settings);
  }
}
