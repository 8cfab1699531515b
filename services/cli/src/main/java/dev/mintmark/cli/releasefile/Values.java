package dev.mintmark.cli.releasefile;

import dev.mintmark.cli.releasefile.Fields.At;
import dev.mintmark.content.Digest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Takes the values out of a tree that has the right shape. */
final class Values {
  private final Checks checks;
  private final Origins origins;

  Values(Checks checks, Origins origins) {
    this.checks = checks;
    this.origins = origins;
  }

  ReleaseFile release(MappingNode root) {
    Fields file = new Fields(root, "");
    return new ReleaseFile(
        checks.name(file.at("name")),
        checks.version(file.at("version")),
        checks.repository(file.at("repository")),
        file.at("supplier").text(),
        source(file.at("source").fields()),
        model(file.at("model").fields()),
        quantize(file.at("quantize").fields()),
        image(file.at("image").fields()),
        run(file.at("run").fields()),
        targets(file.at("targets")));
  }

  private ReleaseFile.Source source(Fields source) {
    return new ReleaseFile.Source(
        source.at("repository").text(),
        checks.commit(source.at("commit")),
        checks.epoch(source.at("epoch")));
  }

  private ReleaseFile.Model model(Fields model) {
    Fields training = model.at("training").fields();
    return new ReleaseFile.Model(
        checks.path(model.at("file")),
        model.at("license").text(),
        new ReleaseFile.Training(
            training.at("name").text(),
            dataset(training.at("dataset")),
            checks.path(training.at("environment")),
            Long.parseLong(training.at("seed").text())));
  }

  private ReleaseFile.Dataset dataset(At dataset) {
    if (!dataset.text().startsWith("sha256:")) {
      return new ReleaseFile.DatasetFolder(checks.path(dataset));
    }
    return new ReleaseFile.DatasetDigest(
        checks.digest(dataset).map(Digest::parse).orElse(Digest.of(new byte[0])));
  }

  private ReleaseFile.Quantize quantize(Fields quantize) {
    Fields gate = quantize.at("gate").fields();
    return new ReleaseFile.Quantize(
        checks.path(quantize.at("calibration")),
        checks.path(quantize.at("validation")),
        new ReleaseFile.Gate(
            gate.at("metric").text(),
            checks.share(gate.at("minimum")),
            settings(gate, "parameters")));
  }

  private ReleaseFile.Image image(Fields image) {
    List<String> platforms = checks.distinct(image.at("platforms"), checks::platform);
    List<At> files = image.maybe("files").map(At::elements).orElse(List.of());
    List<ReleaseFile.ImageFile> imageFiles =
        files.stream().map(file -> imageFile(file.fields(), platforms)).toList();
    checks.noDoubleFiles(files, imageFiles);
    return new ReleaseFile.Image(
        base(image),
        image.maybe("packages").map(checks::path),
        python(image),
        checks.path(image.at("app")),
        image.maybe("closures").map(At::elements).orElse(List.of()).stream()
            .map(closure -> closure(closure.fields(), platforms))
            .toList(),
        imageFiles,
        checks.filled(image.at("entrypoint")).stream().map(At::text).toList(),
        settings(image, "env"),
        platforms,
        image.maybe("allow").map(At::elements).orElse(List.of()).stream()
            .map(allowance -> allowance(allowance.fields()))
            .toList(),
        image
            .maybe("sizeBudget")
            .map(budget -> OptionalLong.of(checks.sizeBudget(budget)))
            .orElse(OptionalLong.empty()),
        dockerfile(image));
  }

  private Optional<ReleaseFile.Dockerfile> dockerfile(Fields image) {
    Optional<At> file = image.maybe("dockerfile");
    checks.dockerfileAlone(image, file.isPresent());
    return file.map(at ->
        new ReleaseFile.Dockerfile(
            checks.path(at), checks.path(image.maybe("context").orElse(image.at("app")))));
  }

  private ReleaseFile.Allowance allowance(Fields allowance) {
    return new ReleaseFile.Allowance(
        checks.imagePath(allowance.at("path")),
        allowance.at("finding").text(),
        allowance.at("reason").text());
  }

  private ReleaseFile.Base base(Fields image) {
    Optional<At> base = image.maybe("base");
    if (base.isPresent()) {
      return base(base.get());
    }
    int line = image.maybe("dockerfile").map(At::line).orElse(1);
    return new ReleaseFile.Base(ReleaseFile.Base.DOCKERFILE, Optional.empty(), line);
  }

  private ReleaseFile.Base base(At base) {
    String text = checks.base(base);
    int at = text.indexOf('@');
    return new ReleaseFile.Base(
        text.substring(at + 1), at < 0 ? Optional.empty() : Optional.of(text), base.line());
  }

  private Optional<ReleaseFile.Python> python(Fields image) {
    Optional<String> version = image.maybe("pythonVersion").map(checks::pythonVersion);
    Optional<String> glibc = image.maybe("glibc").map(checks::glibc);
    return image.maybe("python").map(at -> new ReleaseFile.Python(checks.path(at), version, glibc));
  }

  private ReleaseFile.ImageFile imageFile(Fields file, List<String> platforms) {
    return new ReleaseFile.ImageFile(
        checks.oneOf(file.at("platform"), platforms),
        checks.imagePath(file.at("path")),
        checks.mode(file.at("mode")),
        origins.of(file),
        file.maybe("member").map(checks::member),
        file.maybe("purl").map(checks::purl),
        file.at("license").text());
  }

  private ReleaseFile.Closure closure(Fields closure, List<String> platforms) {
    return new ReleaseFile.Closure(
        checks.oneOf(closure.at("platform"), platforms),
        checks.path(closure.at("file")),
        origins.digest(closure.at("sha256")).orElse(Digest.of(new byte[0])),
        closure.maybe("license").map(At::text));
  }

  private ReleaseFile.Run run(Fields run) {
    Optional<Integer> port = run.maybe("port").map(checks::port);
    return new ReleaseFile.Run(
        checks.path(run.at("smoke")),
        port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty(),
        run.maybe("health").map(checks::httpPath));
  }

  private List<ReleaseFile.Target> targets(At targets) {
    checks.distinct(targets, checks::name);
    return targets.elements().stream()
        .map(target -> new ReleaseFile.Target(target.text(), target.line()))
        .toList();
  }

  private static SortedMap<String, String> settings(Fields fields, String key) {
    return fields.maybe(key).map(At::settings).orElseGet(TreeMap::new);
  }
}
