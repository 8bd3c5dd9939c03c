/**
 * SQL: the reasons of the feedback `f` in the conversation `v`, each with its English label (else its first one) of the
 * version it was given under.
 */
export const NAMED_REASONS = `coalesce((
  select jsonb_agg(jsonb_build_object('key', given.key, 'label', coalesce(known.label, given.key)) order by given.key)
  from jsonb_array_elements_text(f.reasons) given(key)
  left join lateral (
    select coalesce(offered -> 'labels' ->> 'en', jsonb_path_query_first(offered, '$.labels.*') #>> '{}') as label
    from chatbot_reasons r, jsonb_array_elements(r.reasons -> (
      case when f.value = 'up' then 'up' when f.value in ('down', 'both_bad') then 'down' else 'ranking' end)) offered
    where r.chatbot_id = v.chatbot_id and r.version = f.reasons_version and offered ->> 'key' = given.key
    limit 1
  ) known on true
), '[]')`;
