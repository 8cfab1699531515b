package dev.mintmark.canary.device.desired;

import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Brings committed orders to the doors. */
@Singleton
public class DesiredNews {
  private static final Logger LOG = Logger.getLogger(DesiredNews.class);

  private final DeviceTables tables;
  private final KnownDevices devices;

  DesiredNews(DeviceTables tables, KnownDevices devices) {
    this.tables = tables;
    this.devices = devices;
  }

  /**
   * Has the devices' orders read as they are committed, and wakes those that wait; does not block.
   * Read and not handed over, so that it may be called although the end of a commit is unknown.
   */
  public void of(List<String> ordered) {
    tables
        .these(ordered)
        .subscribe()
        .with(
            devices::learnAll,
            e -> {
              LOG.warnf("orders not read, trying again errorCode=CAN-104 error=%s", e);
              devices.doubt();
            });
  }
}
