package dev.mintmark.canary.device;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;

/** A stack of its own and a controller on it. */
final class RunningController implements AutoCloseable {
  private final Path folder;
  private final FakeSchemaRegistry schemas;
  private EmbeddedStack stack;
  private ControllerProcess controller;
  private FleetTables tables;

  private RunningController(Path folder, FakeSchemaRegistry schemas, EmbeddedStack stack)
      throws Exception {
    this.folder = folder;
    this.schemas = schemas;
    this.stack = stack;
    this.controller =
        ControllerProcess.start(stack, schemas.uri(), folder.resolve("controller")).awaitReady();
    this.tables = FleetTables.open(stack);
  }

  static RunningController start(Path folder) throws Exception {
    EmbeddedStack stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.allOf(Part.class));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    return new RunningController(folder, FakeSchemaRegistry.start(), stack);
  }

  Api api() {
    return controller.api();
  }

  FleetTables tables() {
    return tables;
  }

  URI base() {
    return controller.api().base();
  }

  /** Kills the controller and starts another one. */
  void restart() throws Exception {
    controller.kill();
    controller =
        ControllerProcess.start(stack, schemas.uri(), folder.resolve("controller")).awaitReady();
  }

  /** Kafka, S3 and PostgreSQL go away, the controller stays. */
  void loseStack() throws Exception {
    tables.close();
    stack.kill();
  }

  /** They come back with their data, at the same addresses. */
  void regainStack() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.allOf(Part.class));
    tables = FleetTables.open(stack);
  }

  @Override
  public void close() throws Exception {
    controller.close();
    tables.close();
    schemas.close();
    stack.close();
  }
}
