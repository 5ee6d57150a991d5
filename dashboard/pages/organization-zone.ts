/** The zone of what is about no single project: refused events, policies, the committee's months. */
export const ORGANIZATION_ZONE = 'Asia/Tokyo'
