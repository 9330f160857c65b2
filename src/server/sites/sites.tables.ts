import type { Level } from '#domain/catalogue/item.ts';
import type { AppointmentStatus } from '#domain/sites/appointments.ts';
import type { Site } from '#domain/sites/sites.ts';
import type { Json } from '../platform/platform.tables.ts';

export interface SitesTables {
  sites: {
    id: string;
    unit_id: string;
    level: Level;
    name: string;
    name_en: string;
    aliases: string[];
    address: string;
    telephone: string;
    lon: number | null;
    lat: number | null;
    hours: Json<Site['openingHours']>;
    counters: Json<Site['counters']>;
    rooms: Json<Site['rooms']>;
    class: string | null;
    valid_from: string;
    valid_to: string | null;
  };
  site_villages: { site_id: string; village_id: string; valid_from: string; valid_to: string | null };
  appointments: {
    id: string;
    person_id: string;
    item_code: string;
    item_version: number;
    site_id: string;
    day: string;
    time: string;
    status: AppointmentStatus;
    account_id: string | null;
    created_at: Date;
    settled_at: Date | null;
  };
  appointment_moves: {
    appointment_id: string;
    seq: number;
    site_id: string;
    day: string;
    time: string;
    moved_at: Date;
    undone_at: Date | null;
  };
}
