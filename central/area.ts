/** A state, a district of it, or a block of that: LGD codes. */
export interface Area {
  state: string;
  district?: string;
  block?: string;
}

const CODE = /^\d{1,6}$/;

/** `10`, `10/203` or `10/203/1123`, as it stands in an address; null where it is none. */
export function parseArea(path: string): Area | null {
  const codes = path.split('/');
  if (codes.length > 3 || !codes.every((code) => CODE.test(code))) return null;
  const [state = '', district, block] = codes;
  return {
    state,
    ...(district === undefined ? {} : { district }),
    ...(block === undefined ? {} : { block }),
  };
}

export function areaPath({ state, district, block }: Area): string {
  return [state, district, block].filter((code) => code !== undefined).join('/');
}

/** Whether all of `inner` lies within `outer`. */
export function covers(outer: Area, inner: Area): boolean {
  if (outer.state !== inner.state) return false;
  if (outer.district !== undefined && outer.district !== inner.district) return false;
  return outer.block === undefined || outer.block === inner.block;
}
