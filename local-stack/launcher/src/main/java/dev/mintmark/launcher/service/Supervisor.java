package dev.mintmark.launcher.service;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.process.SharedClasses;
import dev.mintmark.embedded.server.Folders;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.LogFiles;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All services as children. */
public final class Supervisor implements AutoCloseable {
  private final List<SupervisedService> services;
  private final List<SupervisedService> readersOfSchemas;

  private Supervisor(List<SupervisedService> services, List<SupervisedService> readersOfSchemas) {
    this.services = services;
    this.readersOfSchemas = readersOfSchemas;
  }

  /**
   * Configures all services and starts those that need no schema registry, at once; {@link
   * #awaitReady} waits for them.
   *
   * @param root the folder that holds {@code services}
   * @param toolchains by service, of those that hand releases off
   * @param namedPorts by service; the others keep the port they had, or get a free one
   */
  public static Supervisor start(
      Home home,
      Path root,
      Endpoints endpoints,
      Map<String, Integer> namedPorts,
      Map<String, Installed> toolchains,
      ServiceListener listener)
      throws IOException {
    ServiceAddresses addresses = ServiceAddresses.choose(home, namedPorts);
    HealthProbe probe = new HealthProbe();
    List<SupervisedService> services = new ArrayList<>();
    List<SupervisedService> readersOfSchemas = new ArrayList<>();
    for (Service service : Service.ALL) {
      ServiceLaunch launch =
          prepare(
              home,
              root,
              service,
              ServiceConfiguration.write(
                  home,
                  service.name(),
                  endpoints,
                  addresses,
                  Optional.ofNullable(toolchains.get(service.name()))),
              addresses.url(service.name()));
      SupervisedService supervised = new SupervisedService(launch, probe, listener);
      services.add(supervised);
      if (service.readsSchemas()) {
        readersOfSchemas.add(supervised);
      }
    }
    services.stream().filter(s -> !readersOfSchemas.contains(s)).forEach(SupervisedService::start);
    return new Supervisor(List.copyOf(services), List.copyOf(readersOfSchemas));
  }

  /** To be called once, when the schema registry has the schemas. */
  public void startReadersOfSchemas() {
    readersOfSchemas.forEach(SupervisedService::start);
  }

  /**
   * @throws StackException STK-021 for the first service that cannot become ready
   */
  public void awaitReady() throws InterruptedException {
    SupervisedService.awaitReady(services);
  }

  /** Stops all services, and kills those that do not stop within 30 seconds. */
  @Override
  public void close() throws InterruptedException {
    SupervisedService.stop(services);
  }

  private static ServiceLaunch prepare(
      Home home, Path root, Service service, Path configuration, URI url) throws IOException {
    Path work = home.work(service.name());
    Folders.delete(work);
    PrivateFiles.folder(work.resolve("files"));
    Path temporary = PrivateFiles.folder(work.resolve("tmp"));
    Path log = home.log(service.name());
    LogFiles.rotate(log);
    Program program = Program.own(service, root);
    SharedClasses sharedClasses = program.sharedClasses();
    return new ServiceLaunch(
        service.name(),
        service.command(program, temporary, sharedClasses),
        sharedClasses,
        work,
        configuration,
        log,
        url,
        Map.of());
  }
}
