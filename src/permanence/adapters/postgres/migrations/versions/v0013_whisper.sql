-- What a partner's agent hears before the caller: the brand and the language; null: nothing.
alter table flows.number
    add column whisper_prompt_id text,
    add foreign key (firm_id, whisper_prompt_id) references flows.prompt (firm_id, id);
