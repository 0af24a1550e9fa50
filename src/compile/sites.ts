/**
 * Numbers for places: emitted code and the store pass a site around; a message turns it back into a location.
 */
import type { Location } from "../tla/syntax/source.ts";
import type { Site } from "../values/types.ts";

export class SiteTable {
  private readonly locations: Location[] = [];
  private readonly numbers = new Map<Location, Site>();

  /** The number of a location; the same for the same object. */
  siteOf(location: Location): Site {
    let site = this.numbers.get(location);
    if (site === undefined) {
      site = this.locations.push(location) - 1;
      this.numbers.set(location, site);
    }
    return site;
  }

  /** Undefined for -1, "no site". */
  locationOf(site: Site): Location | undefined {
    return this.locations[site];
  }
}
