import { describe, expect, it } from 'vitest';
import { access, nodeTraits, openToAll, type RoadClass, roadClasses, traits } from './network.ts';
import { OsmBuilder } from './osm.build.ts';
import { durationSeconds, nodeTraitsOf, roadOf, signKmh, type Tags } from './osm.tags.ts';

const foot = access.walkForward | access.walkBackward;
const bike = access.ebikeForward | access.ebikeBackward;
const car = access.carForward | access.carBackward;
const bitsOf = (tags: Tags) => roadOf(tags)?.access;

describe('tags of OpenStreetMap', () => {
  it.each<[Tags, RoadClass | undefined]>([
    [{ highway: 'trunk_link' }, 'trunk'],
    [{ highway: 'footway' }, 'path'],
    [{ highway: 'living_street' }, 'living-street'],
    [{ route: 'ferry' }, 'ferry'],
    [{ highway: 'construction' }, undefined],
    [{ highway: 'pedestrian', area: 'yes' }, undefined],
    [{ waterway: 'river' }, undefined],
    [{ highway: 'service', access: 'no' }, undefined],
  ])('tell the class: %o → %s', (tags, roadClass) => {
    expect(roadClasses[roadOf(tags)?.class ?? -1]).toBe(roadClass);
  });

  it.each<[Tags, number | undefined]>([
    [{ highway: 'residential' }, openToAll],
    [{ highway: 'motorway' }, access.carForward],
    [{ highway: 'residential', oneway: 'yes' }, foot | access.ebikeForward | access.carForward],
    [{ highway: 'residential', oneway: '-1' }, foot | access.ebikeBackward | access.carBackward],
    [{ highway: 'residential', oneway: 'yes', 'oneway:bicycle': 'no' }, foot | bike | access.carForward],
    [{ highway: 'residential', oneway: 'yes', cycleway: 'opposite_lane' }, foot | bike | access.carForward],
    [{ highway: 'tertiary', junction: 'roundabout' }, foot | access.ebikeForward | access.carForward],
    [{ highway: 'steps' }, foot],
    [{ highway: 'path' }, foot | bike],
    [{ highway: 'service', access: 'private' }, openToAll],
    [{ highway: 'unclassified', access: 'no', foot: 'yes' }, foot],
    [{ highway: 'track', motor_vehicle: 'agricultural' }, foot | bike],
    [{ highway: 'residential', vehicle: 'no' }, foot],
    [{ highway: 'residential', vehicle: 'no', bicycle: 'yes' }, foot | bike],
    [{ highway: 'primary', foot: 'no' }, bike | car],
    [{ route: 'ferry', motor_vehicle: 'no' }, foot | bike],
  ])('tell who may go where: %o', (tags, bits) => {
    expect(bitsOf(tags)).toBe(bits);
  });

  it('tell what a road is like', () => {
    expect(roadOf({ highway: 'service', service: 'driveway', access: 'private' })?.traits).toBe(
      traits.driveway | traits.private,
    );
    expect(roadOf({ highway: 'track' })?.traits).toBe(traits.soft);
    expect(roadOf({ highway: 'residential', surface: 'sett' })?.traits).toBe(traits.rough);
    expect(roadOf({ highway: 'track', tracktype: 'grade2' })?.kmh).toBe(15);
  });

  it('tell speeds and durations, or nothing where they make no sense', () => {
    expect(['50', '30 mph', 'walk', '5', 'RO:urban', undefined].map(signKmh)).toEqual([50, 48, 0, 0, 0, 0]);
    expect(['20', '00:20', '1:05:30', 'PT1H5M', 'soon', '0', undefined].map(durationSeconds)).toEqual([
      1200,
      1200,
      3930,
      3900,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tell what stands in the road', () => {
    expect(nodeTraitsOf({ highway: 'traffic_signals' })).toBe(nodeTraits.signals);
    expect(nodeTraitsOf({ barrier: 'bollard' })).toBe(nodeTraits.noCar);
    expect(nodeTraitsOf({ barrier: 'bollard', motor_vehicle: 'yes' })).toBe(0);
    expect(nodeTraitsOf({ barrier: 'gate' })).toBe(nodeTraits.gate);
    expect(nodeTraitsOf({ barrier: 'gate', access: 'no', foot: 'yes' })).toBe(
      nodeTraits.gate | nodeTraits.noCar | nodeTraits.noEbike,
    );
    expect(nodeTraitsOf({ barrier: 'kerb' })).toBe(0);
  });
});

describe('a network from OpenStreetMap', () => {
  const node = (builder: OsmBuilder, id: number, lon: number, lat: number, tags?: Tags) =>
    builder.node(id, lon, lat, tags);

  it('is cut where roads meet, and keeps bends', () => {
    const builder = new OsmBuilder();
    for (let id = 1; id <= 5; id++) node(builder, id, 103 + id / 1000, 29);
    node(builder, 6, 103.003, 29.001);
    builder.way(10, [1, 2, 3, 4, 5], { highway: 'primary', name: '人民路' });
    builder.way(11, [3, 6], { highway: 'residential' });
    const network = builder.finish();
    expect(Array.from(network.from, (from, edge) => [from, network.to[edge]])).toEqual([
      [0, 1],
      [1, 2],
      [1, 3],
    ]);
    expect([...network.bendStart]).toEqual([0, 1, 2, 2]);
    expect(network.names[network.name[0]!]).toBe('人民路');
    expect(network.metres[0]).toBeCloseTo(network.metres[1]!, 1);
  });

  it('ends at its bounds', () => {
    const builder = new OsmBuilder([103, 28.9, 103.0035, 29.1]);
    for (let id = 1; id <= 5; id++) node(builder, id, 103 + id / 1000, 29);
    builder.way(10, [1, 2, 3, 4, 5], { highway: 'primary' });
    builder.way(11, [4, 5], { highway: 'primary' });
    const network = builder.finish();
    expect(network.from.length).toBe(1);
    expect(Math.max(...network.nodeLon)).toBe(1_030_030_000);
  });

  it('finds nodes that are not in order, and refuses nodes that come too late', () => {
    const builder = new OsmBuilder();
    for (const id of [7, 3, 5]) node(builder, id, 103 + id / 1000, 29);
    builder.way(10, [3, 5, 7], { highway: 'primary' });
    expect(() => node(builder, 9, 103, 29)).toThrow(RangeError);
    expect(builder.finish().metres[0]).toBeCloseTo(389, 0);
  });

  it('knows forbidden and prescribed turns', () => {
    const builder = new OsmBuilder();
    node(builder, 1, 103, 29);
    node(builder, 2, 103.001, 29);
    node(builder, 3, 103.002, 29);
    node(builder, 4, 103.001, 29.001);
    builder.way(10, [1, 2], { highway: 'primary' });
    builder.way(11, [2, 3], { highway: 'primary' });
    builder.way(12, [2, 4], { highway: 'primary' });
    const members = (to: number) => [
      { type: 'way', ref: 10, role: 'from' },
      { type: 'node', ref: 2, role: 'via' },
      { type: 'way', ref: to, role: 'to' },
    ];
    builder.relation(members(12), { restriction: 'no_left_turn' });
    builder.relation(members(11), { restriction: 'only_straight_on' });
    builder.relation(members(12), { restriction: 'no_left_turn', except: 'motorcar' });
    expect([...builder.finish().bans]).toEqual([0, 2, car, 0, 2, car]);
  });

  it('gives a ferry the time of its timetable', () => {
    const builder = new OsmBuilder();
    node(builder, 1, 103, 29);
    node(builder, 2, 103.02, 29);
    builder.way(10, [1, 2], { route: 'ferry', duration: '00:10' });
    const network = builder.finish();
    expect(network.metres[0]! / (network.kmh[0]! / 3.6)).toBeCloseTo(600, 0);
  });
});
