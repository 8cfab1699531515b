package dev.mintmark.convert.report;

import dev.mintmark.convert.Material;
import dev.mintmark.quantizer.ladder.Attempt;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.run.ModelSession;
import dev.mintmark.quantizer.sample.Feed;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What was tried for each target, as one page of HTML without anything from outside: agreement,
 * size and time by rung, and the noise of every tensor. Times are this machine's; the page is for
 * people and no artifact.
 */
public final class ReportPage {
  /** Tensors that a page shows: the noisiest. */
  private static final int MOST_TENSORS = 200;

  private static final String STYLE =
      """
      <style>
      body{font:15px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
      table{border-collapse:collapse;margin:.6rem 0 1.2rem}
      td,th{padding:.2rem .9rem .2rem 0;text-align:right;font-variant-numeric:tabular-nums}
      td:first-child,th:first-child{text-align:left}
      th{border-bottom:1px solid #9aa5b1}
      svg text{font:12px system-ui,sans-serif;fill:#1c2430}
      .good{fill:#2f7d5d}.bad{fill:#b5482f}
      svg line{stroke:#1c2430;stroke-dasharray:3 3}
      code{overflow-wrap:anywhere}
      </style>\
      """;

  private final Material material;
  private final MachineClass machine;
  private final OptionalDouble floatMillis;

  /** Times the float model. */
  public ReportPage(Material material, MachineClass machine) {
    this.material = material;
    this.machine = machine;
    Feed sample = material.validation().samples().getFirst().feed(material.model().inputs());
    this.floatMillis = Latency.median(material.model().bytes(), sample);
  }

  /** Milliseconds of one run of the float model here. */
  public OptionalDouble floatMillis() {
    return floatMillis;
  }

  /** The page. */
  public String html(List<TargetStudy> studies) {
    Html page = new Html();
    page.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.element("title", "Quantization report").markup(STYLE).markup("</head><body>");
    page.element("h1", "Quantization report");
    page.table(
        List.of("", ""),
        List.of(
            List.of("float model", material.model().digest().toString()),
            List.of("size", bytes(material.model().bytes().length)),
            List.of("calibration", material.calibration().samples().size() + " samples"),
            List.of("validation", material.validation().samples().size() + " samples"),
            List.of("gate", material.gate().metric().name() + " ≥ " + material.gate().minimum()),
            List.of("runtime", ModelSession.runtime()),
            List.of("times are of", machine.toString()),
            List.of("float model takes", millis(floatMillis))));
    studies.forEach(study -> target(page, study));
    return page.markup("</body></html>").toString();
  }

  private void target(Html page, TargetStudy study) {
    page.element("h2", study.target() + (study.passed() ? ": passed" : ": refused"));
    page.table(
        List.of(
            "rung",
            material.gate().metric().name(),
            "finite",
            "size",
            "one run",
            "integer nodes",
            "raised channels"),
        study.rungs().stream().map(ReportPage::row).toList());
    BarChart agreement =
        new BarChart(material.gate().metric().name(), OptionalDouble.of(material.gate().minimum()));
    BarChart time = new BarChart("milliseconds of one run", floatMillis);
    BarChart size = new BarChart("bytes", OptionalDouble.of(material.model().bytes().length));
    for (TargetStudy.Rung rung : study.rungs()) {
      Attempt attempt = rung.attempt();
      double value = attempt.measured().value();
      boolean good = attempt.finite() && material.gate().passes(attempt.measured());
      agreement.bar(attempt.rung(), value, Double.toString(value), good);
      time.bar(attempt.rung(), rung.millis().orElse(0), millis(rung.millis()), good);
      size.bar(attempt.rung(), attempt.size(), bytes(attempt.size()), good);
    }
    page.element("h3", "Agreement (the line is the gate)").markup(agreement.svg());
    page.element("h3", "One run (the line is the float model)").markup(time.svg());
    page.element("h3", "Size (the line is the float model)").markup(size.svg());
    if (!study.impossible().isEmpty()) {
      page.element("h3", "Not possible with this model");
      page.table(
          List.of("rung", "why"),
          study.impossible().stream()
              .map(rung -> List.of(rung.rung(), rung.found() + " (" + rung.code() + ")"))
              .toList());
    }
    study.noisy().ifPresent(noise -> noise(page, noise));
  }

  private static void noise(Html page, TargetStudy.Noise noise) {
    List<TensorNoise> shown = noise.tensors().stream().limit(MOST_TENSORS).toList();
    page.element(
        "h3",
        "Signal to noise by tensor, %s, noisiest first%s"
            .formatted(
                noise.rung(),
                shown.size() < noise.tensors().size()
                    ? " (" + shown.size() + " of " + noise.tensors().size() + ")"
                    : ""));
    BarChart chart = new BarChart("decibels", OptionalDouble.empty());
    shown.forEach(tensor ->
        chart.bar(
            tensor.tensor(),
            tensor.decibels(),
            tensor.decibels() + " dB",
            tensor.decibels() >= 10));
    page.markup(chart.svg());
  }

  private static List<String> row(TargetStudy.Rung rung) {
    Attempt attempt = rung.attempt();
    return List.of(
        attempt.rung(),
        Double.toString(attempt.measured().value()),
        attempt.finite() ? "yes" : "no",
        bytes(attempt.size()),
        millis(rung.millis()),
        Integer.toString(attempt.nodes()),
        Integer.toString(attempt.raisedChannels()));
  }

  private static String bytes(long count) {
    return String.format(Locale.ROOT, "%,d bytes", count);
  }

  private static String millis(OptionalDouble millis) {
    return millis.isPresent()
        ? String.format(Locale.ROOT, "%.2f ms", millis.getAsDouble())
        : "does not run optimized";
  }
}
