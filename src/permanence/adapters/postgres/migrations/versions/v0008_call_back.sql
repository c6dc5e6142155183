-- What callers are told to offer them a call back when the promise is in danger; null: none is offered.
alter table routing.queue
    add column call_back_prompt_id text,
    add constraint queue_call_back foreign key (firm_id, call_back_prompt_id) references flows.prompt (firm_id, id);
